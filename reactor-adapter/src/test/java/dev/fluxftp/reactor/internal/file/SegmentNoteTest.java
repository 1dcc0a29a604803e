package dev.fluxftp.reactor.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.transfer.ByteRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentNoteTest {

    private static final List<ByteRange> FIRST = List.of(new ByteRange(0, 10), new ByteRange(100, 150));
    private static final List<ByteRange> SECOND =
            List.of(new ByteRange(0, 170), new ByteRange(1L << 40, (1L << 40) + 1));

    @TempDir
    Path folder;

    private SegmentNote note() {
        return SegmentNote.beside(folder.resolve("a.part"));
    }

    @Test
    void theLastLineCounts() throws IOException {
        note().append(FIRST);
        assertThat(note().read()).isEqualTo(FIRST);
        note().append(SECOND);
        assertThat(note().read()).isEqualTo(SECOND);
        note().append(List.of());
        assertThat(note().read()).isEmpty();
    }

    @Test
    void aTornLineDoesNotCount() throws IOException {
        note().append(FIRST);
        int first = Files.readAllBytes(note().note()).length;
        note().append(SECOND);
        byte[] whole = Files.readAllBytes(note().note());
        for (int length = first; length < whole.length; length++) {
            Files.write(note().note(), Arrays.copyOf(whole, length));
            assertThat(note().read()).as("%d bytes", length).isEqualTo(FIRST);
            note().append(SECOND);
            assertThat(note().read()).as("%d bytes and a line", length).isEqualTo(SECOND);
        }
    }

    @Test
    void aDamagedLineDoesNotCount() throws IOException {
        note().append(FIRST);
        int first = Files.readAllBytes(note().note()).length;
        note().append(SECOND);
        byte[] whole = Files.readAllBytes(note().note());
        for (int at = first + 1; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(note().note(), damaged);
            assertThat(note().read()).as("byte %d", at).isEqualTo(FIRST);
        }
    }

    @Test
    void doesNotGrowWithoutEnd() throws IOException {
        for (int i = 1; i <= 5_000; i++) {
            note().append(List.of(new ByteRange(0, i)));
        }
        assertThat(note().read()).containsExactly(new ByteRange(0, 5_000));
        assertThat(Files.size(note().note())).isLessThan(100 * 1024);
    }
}
