package dev.fluxftp.reactor.server;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Entries as lines: MLST facts (RFC 3659, section 7) and {@code ls -l}. Times are UTC. */
final class ListingFormat {
    static final String[] FACTS = {"type", "size", "modify", "perm", "unique", "unix.mode"};

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final DateTimeFormatter MILLIS = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH);
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);

    private final Instant now;
    private final boolean milliseconds;
    private final Set<String> facts;
    private final Function<FileNode, Long> size;

    private ListingFormat(Instant now, boolean milliseconds, Set<String> facts, Function<FileNode, Long> size) {
        this.now = now;
        this.milliseconds = milliseconds;
        this.facts = facts;
        this.size = size;
    }

    static ListingFormat of(Exchange x) {
        return new ListingFormat(
                x.session().spec().clock.instant(),
                x.session().spec().milliseconds,
                x.session().facts,
                node -> x.sizeToTell(node.size()));
    }

    static Instant parseTime(String time) {
        return LocalDateTime.parse(time, MILLIS).toInstant(ZoneOffset.UTC);
    }

    String time(FileNode node) {
        return (milliseconds ? MILLIS : SECONDS).format(node.modified().atOffset(ZoneOffset.UTC));
    }

    /** @param type empty, or {@code cdir} or {@code pdir} */
    String facts(FileNode node, String type, String name) {
        StringBuilder line = new StringBuilder();
        fact(line, "type", !type.isEmpty() ? type : node.isDirectory() ? "dir" : "file");
        if (!node.isDirectory()) {
            fact(line, "size", String.valueOf(size.apply(node)));
        }
        fact(line, "modify", time(node));
        fact(line, "perm", node.isDirectory() ? "flcdmpe" : "adfrw");
        fact(line, "unique", "1g" + Long.toHexString(node.unique));
        fact(line, "unix.mode", "0" + Integer.toOctalString(node.mode()));
        return line.append(' ').append(name).toString();
    }

    private void fact(StringBuilder line, String name, String value) {
        if (facts.contains(name)) {
            line.append(name).append('=').append(value).append(';');
        }
    }

    Stream<String> factLines(FileTree files, String path, FileNode directory) {
        FileNode parent = files.node(FileTree.parent(path));
        Stream<String> self =
                Stream.of(facts(directory, "cdir", "."), facts(parent == null ? directory : parent, "pdir", ".."));
        return Stream.concat(
                self, files.list(directory).entrySet().stream().map(e -> facts(e.getValue(), "", e.getKey())));
    }

    Stream<String> unixLines(FileTree files, String path, FileNode node) {
        Map<String, FileNode> nodes = node.isDirectory() ? files.list(node) : Map.of(FileTree.name(path), node);
        return nodes.entrySet().stream().map(e -> unixLine(e.getValue(), e.getKey()));
    }

    private String unixLine(FileNode node, String name) {
        boolean recent = Duration.between(node.modified(), now).abs().compareTo(HALF_A_YEAR) < 0;
        return "%s%s %3d ftp      ftp      %12d %s %s"
                .formatted(
                        node.isDirectory() ? "d" : "-",
                        permissions(node.mode()),
                        node.isDirectory() ? 2 : 1,
                        node.isDirectory() ? 4096 : size.apply(node),
                        (recent ? RECENT : OLD).format(node.modified().atOffset(ZoneOffset.UTC)),
                        name);
    }

    private static String permissions(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode & 1 << bit) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return text.toString();
    }
}
