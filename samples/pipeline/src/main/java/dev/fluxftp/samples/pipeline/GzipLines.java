package dev.fluxftp.samples.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The lines in a series of gzip members (RFC 1952 section 2.2), from pieces cut anywhere. A line ends in the member that it
 * begins in. Optional fields of the header are refused; {@code gzip -n} makes none.
 */
final class GzipLines implements AutoCloseable {

    /** Two bytes of magic, deflate, no flags. */
    private static final int BEGIN = 0x1F8B0800;

    private static final int LONGEST_LINE = 8192;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final ByteBuffer header = ByteBuffer.allocate(10);
    private final ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] text = new byte[1 << 16];
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;

    /** Takes bytes up to the end of the member, and says whether it was reached. */
    boolean readMember(ByteBuffer bytes, Consumer<String> lines) {
        if (!fill(header, bytes)) {
            return false;
        }
        require(header.getInt(0) == BEGIN, "not the beginning of a gzip member");
        inflate(bytes, lines);
        if (!inflater.finished() || !fill(trailer, bytes)) {
            return false;
        }
        require(trailer.getInt(0) == (int) crc.getValue(), "the checksum differs");
        require(trailer.getInt(4) == (int) inflater.getBytesWritten(), "the length differs");
        require(length == 0, "a line does not end in its member");
        inflater.reset();
        crc.reset();
        header.clear();
        trailer.clear();
        return true;
    }

    private void inflate(ByteBuffer bytes, Consumer<String> lines) {
        inflater.setInput(bytes);
        try {
            for (int count = inflater.inflate(text); count > 0; count = inflater.inflate(text)) {
                crc.update(text, 0, count);
                split(count, lines);
            }
        } catch (DataFormatException e) {
            throw new UncheckedIOException(new IOException("not what deflate gives", e));
        }
    }

    private void split(int count, Consumer<String> lines) {
        for (int i = 0; i < count; i++) {
            if (text[i] == '\n') {
                lines.accept(new String(line, 0, length, StandardCharsets.UTF_8));
                length = 0;
            } else {
                require(length < LONGEST_LINE, "a line is too long");
                line[length++] = text[i];
            }
        }
    }

    private static boolean fill(ByteBuffer part, ByteBuffer bytes) {
        while (part.hasRemaining() && bytes.hasRemaining()) {
            part.put(bytes.get());
        }
        return !part.hasRemaining();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UncheckedIOException(new ZipException(otherwise));
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
