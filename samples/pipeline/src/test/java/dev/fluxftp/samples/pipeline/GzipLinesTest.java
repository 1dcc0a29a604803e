package dev.fluxftp.samples.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipLinesTest {

    private final GzipLines gzip = new GzipLines();
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    @AfterEach
    void close() {
        gzip.close();
    }

    private static byte[] member(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private void read(byte[] bytes, int from, int to) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, from, to - from);
        while (piece.hasRemaining()) {
            if (gzip.readMember(piece, lines::add)) {
                ends.add(piece.position());
            }
        }
    }

    @Test
    void cutAnywhere() throws IOException {
        byte[] first = member("a,1\nb,2\n");
        byte[] both = join(first, member("ü,3\n"));
        for (int cut = 0; cut <= both.length; cut++) {
            lines.clear();
            ends.clear();
            read(both, 0, cut);
            read(both, cut, both.length);
            assertThat(lines).as("cut at %d", cut).containsExactly("a,1", "b,2", "ü,3");
            assertThat(ends).as("cut at %d", cut).containsExactly(first.length, both.length);
        }
    }

    @Test
    void aMemberWithoutALine() throws IOException {
        byte[] empty = member("");
        read(empty, 0, empty.length);
        assertThat(lines).isEmpty();
        assertThat(ends).containsExactly(empty.length);
    }

    /** The fields of RFC 1952 section 2.3, counted from the end where they are behind the data. */
    @ParameterizedTest
    @CsvSource({
        "0, not the beginning",
        "3, not the beginning",
        "10, not what deflate gives",
        "-5, the checksum differs",
        "-1, the length differs"
    })
    void whatIsDamagedIsNotRead(int position, String words) throws IOException {
        byte[] bytes = member("a,1\n");
        bytes[position < 0 ? bytes.length + position : position] ^= 0x0E;
        assertThatThrownBy(() -> read(bytes, 0, bytes.length))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aLineThatGoesOnInTheNextMember() throws IOException {
        byte[] bytes = member("a,1\nb");
        assertThatThrownBy(() -> read(bytes, 0, bytes.length)).hasMessageContaining("does not end in its member");
    }

    @Test
    void aLineWithoutEnd() throws IOException {
        byte[] bytes = member("x".repeat(100_000));
        assertThatThrownBy(() -> read(bytes, 0, bytes.length)).hasMessageContaining("too long");
    }
}
