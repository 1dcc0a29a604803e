package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.transfer.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The note beside a part that several connections write: which of its bytes are on the disk. One line for each checkpoint,
 * with a checksum; the last whole line counts. While it is there, the size of the part says nothing.
 */
record SegmentNote(Path note) {

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{8})((?: \\d{1,18}-\\d{1,18})*)");
    /** Rewritten when it is longer. */
    private static final long MOST_BYTES = 64 * 1024;

    static SegmentNote beside(Path part) {
        return new SegmentNote(part.resolveSibling(part.getFileName() + ".segments"));
    }

    boolean exists() {
        return Files.exists(note);
    }

    void delete() throws IOException {
        Files.deleteIfExists(note);
    }

    /** What is on the disk as far as the note tells; nothing where no line of it is whole. */
    List<ByteRange> read() throws IOException {
        String text = Files.readString(note, StandardCharsets.ISO_8859_1);
        List<ByteRange> last = List.of();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            last = ranges(text.substring(from, end)).orElse(last);
            from = end + 1;
        }
        return last;
    }

    /** To be called once those bytes are on the disk themselves. */
    void append(List<ByteRange> ranges) throws IOException {
        boolean anew = Files.exists(note) && Files.size(note) > MOST_BYTES;
        Path written = anew ? note.resolveSibling(note.getFileName() + ".new") : note;
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer line =
                    ByteBuffer.wrap((separator(channel) + line(ranges)).getBytes(StandardCharsets.ISO_8859_1));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        }
        if (anew) {
            LocalFiles.move(written, note);
        }
    }

    /** A line that was torn by the end of an earlier process ends here. */
    private static String separator(FileChannel channel) throws IOException {
        return channel.size() == 0 ? "" : "\n";
    }

    private static String line(List<ByteRange> ranges) {
        String text = ranges.stream()
                .map(range -> " " + range.start() + "-" + range.end())
                .collect(Collectors.joining());
        return checksum(text) + text + "\n";
    }

    private static Optional<List<ByteRange>> ranges(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !checksum(matcher.group(2)).equals(matcher.group(1))) {
            return Optional.empty();
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (String each : matcher.group(2).strip().split(" ", -1)) {
            if (!each.isEmpty()) {
                int hyphen = each.indexOf('-');
                ranges.add(new ByteRange(
                        Long.parseLong(each.substring(0, hyphen)), Long.parseLong(each.substring(hyphen + 1))));
            }
        }
        return Optional.of(ranges);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
