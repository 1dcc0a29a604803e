package dev.fluxftp.reactor.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.internal.file.SegmentNote.Order;
import dev.fluxftp.transfer.ByteRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        note().append(FIRST, Order.ANYWHERE);
        assertThat(note().held(Long.MAX_VALUE)).isEqualTo(FIRST);
        note().append(SECOND, Order.ANYWHERE);
        assertThat(note().held(Long.MAX_VALUE)).isEqualTo(SECOND);
        note().append(List.of(), Order.ANYWHERE);
        assertThat(note().held(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aTornLineDoesNotCount() throws IOException {
        note().append(FIRST, Order.ANYWHERE);
        int first = Files.readAllBytes(note().note()).length;
        note().append(SECOND, Order.ANYWHERE);
        byte[] whole = Files.readAllBytes(note().note());
        for (int length = first; length < whole.length; length++) {
            Files.write(note().note(), Arrays.copyOf(whole, length));
            assertThat(note().held(Long.MAX_VALUE)).as("%d bytes", length).isEqualTo(FIRST);
            note().append(SECOND, Order.ANYWHERE);
            assertThat(note().held(Long.MAX_VALUE))
                    .as("%d bytes and a line", length)
                    .isEqualTo(SECOND);
        }
    }

    @Test
    void aDamagedLineDoesNotCount() throws IOException {
        note().append(FIRST, Order.ANYWHERE);
        int first = Files.readAllBytes(note().note()).length;
        note().append(SECOND, Order.ANYWHERE);
        byte[] whole = Files.readAllBytes(note().note());
        for (int at = first + 1; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(note().note(), damaged);
            assertThat(note().held(Long.MAX_VALUE)).as("byte %d", at).isEqualTo(FIRST);
        }
    }

    @Test
    void doesNotTellOfWhatIsNotThere() throws IOException {
        note().append(FIRST, Order.ANYWHERE);
        assertThat(note().held(120)).containsExactly(new ByteRange(0, 10), new ByteRange(100, 120));
        assertThat(note().held(100)).containsExactly(new ByteRange(0, 10));
        assertThat(note().held(0)).isEmpty();
    }

    @Test
    void whatCameInOrderIsThereAsLongAsTheSystemRuns() throws IOException {
        Assumptions.assumeThat(RunningSystem.id()).isNotNull();
        note().append(List.of(), Order.FIRST_TO_LAST);
        assertThat(note().held(120)).containsExactly(new ByteRange(0, 120));
        note().append(List.of(new ByteRange(0, 100)), Order.FIRST_TO_LAST);
        assertThat(note().held(120)).containsExactly(new ByteRange(0, 120));
        assertThat(note().held(90)).containsExactly(new ByteRange(0, 90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"another", "in-order", "00000000-0000-0000-0000-000000000000"})
    void afterItWasStartedAnewOnlyWhatWasForced(String system) throws IOException {
        String line = " 0-100 in-order-since=" + system;
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(note().note(), String.format("%08x%s%n", crc.getValue(), line));
        assertThat(note().held(120)).containsExactly(new ByteRange(0, 100));
    }

    @Test
    void doesNotGrowWithoutEnd() throws IOException {
        for (int i = 1; i <= 5_000; i++) {
            note().append(List.of(new ByteRange(0, i)), Order.ANYWHERE);
        }
        assertThat(note().held(Long.MAX_VALUE)).containsExactly(new ByteRange(0, 5_000));
        assertThat(Files.size(note().note())).isLessThan(100 * 1024);
    }
}
