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
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The note beside a part: which of its bytes are on the disk. One line for each checkpoint, with a checksum; the last whole
 * line counts. The size of the part says nothing, unless the line names the running system: then bytes were written one
 * after the other, and none of them can have been lost since.
 */
record SegmentNote(Path note) {

    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{8})((?: \\d{1,18}-\\d{1,18})*)(?: in-order-since=(\\S+))?");
    /** Rewritten when it is longer. */
    private static final long MOST_BYTES = 64 * 1024;

    /** How what follows the last of those bytes is written. */
    enum Order {
        FIRST_TO_LAST,
        ANYWHERE
    }

    /** What one line tells. */
    private record Line(List<ByteRange> ranges, @Nullable String system) {
        static final Line NOTHING = new Line(List.of(), null);
    }

    static SegmentNote beside(Path part) {
        return new SegmentNote(part.resolveSibling(part.getFileName() + ".segments"));
    }

    boolean exists() {
        return Files.exists(note);
    }

    void delete() throws IOException {
        Files.deleteIfExists(note);
    }

    /** Which of so many bytes are what was received, as far as the note tells; none where no line of it is whole. */
    List<ByteRange> held(long size) throws IOException {
        Line last = last();
        boolean sinceThen = last.system() != null && last.system().equals(RunningSystem.id());
        return ByteRange.merge(Stream.concat(
                        last.ranges().stream(),
                        sinceThen ? Stream.of(new ByteRange(end(last), Long.MAX_VALUE)) : Stream.empty())
                .filter(range -> range.start() < size)
                .map(range -> new ByteRange(range.start(), Math.min(range.end(), size)))
                .toList());
    }

    /** To be called once those bytes are on the disk themselves. */
    void append(List<ByteRange> ranges, Order order) throws IOException {
        boolean anew = exists() && Files.size(note) > MOST_BYTES;
        Path written = anew ? note.resolveSibling(note.getFileName() + ".new") : note;
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer line =
                    ByteBuffer.wrap((separator(channel) + line(ranges, order)).getBytes(StandardCharsets.ISO_8859_1));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            if (anew) {
                channel.force(false);
            }
        }
        if (anew) {
            LocalFiles.move(written, note);
        }
    }

    void force() throws IOException {
        LocalFiles.force(note);
    }

    private Line last() throws IOException {
        String text = Files.readString(note, StandardCharsets.ISO_8859_1);
        Line last = Line.NOTHING;
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            last = read(text.substring(from, end)).orElse(last);
            from = end + 1;
        }
        return last;
    }

    private static long end(Line line) {
        return line.ranges().stream().mapToLong(ByteRange::end).max().orElse(0);
    }

    /** A line that was torn by the end of an earlier process ends here. */
    private static String separator(FileChannel channel) throws IOException {
        return channel.size() == 0 ? "" : "\n";
    }

    private static String line(List<ByteRange> ranges, Order order) {
        String since = order == Order.FIRST_TO_LAST && RunningSystem.id() != null
                ? " in-order-since=" + RunningSystem.id()
                : "";
        String text = ranges.stream()
                .map(range -> " " + range.start() + "-" + range.end())
                .collect(Collectors.joining());
        return checksum(text + since) + text + since + "\n";
    }

    private static Optional<Line> read(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() && checksum(line.substring(8)).equals(matcher.group(1))
                ? Optional.of(new Line(ranges(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    private static List<ByteRange> ranges(String text) {
        List<ByteRange> ranges = new ArrayList<>();
        for (String each : text.strip().split(" ", -1)) {
            if (!each.isEmpty()) {
                int hyphen = each.indexOf('-');
                ranges.add(new ByteRange(
                        Long.parseLong(each.substring(0, hyphen)), Long.parseLong(each.substring(hyphen + 1))));
            }
        }
        return ranges;
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
