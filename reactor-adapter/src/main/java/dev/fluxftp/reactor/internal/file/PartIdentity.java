package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The note beside a part: which file on the server it is the beginning of. Three lines: size, time-val, unique fact; where
 * the server was asked for a hash of the file, a fourth one: algorithm and value.
 */
record PartIdentity(Path part, Path note) {

    private static final String UNKNOWN = "-";

    static PartIdentity beside(Path part) {
        return new PartIdentity(part, part.resolveSibling(part.getFileName() + ".id"));
    }

    void save(RemoteIdentity identity) throws IOException {
        TimeVal modified = identity.modified();
        String unique = identity.unique();
        List<String> lines = new ArrayList<>(List.of(
                Long.toString(identity.size()),
                modified == null ? UNKNOWN : modified.format(),
                unique == null ? UNKNOWN : unique));
        if (identity.hash() != null) {
            lines.add(identity.hash().toString());
        }
        Files.write(note, lines, StandardCharsets.UTF_8);
    }

    boolean exists() {
        return Files.exists(note);
    }

    /** So that it is there after a power failure; a part of another program has none. */
    void force() throws IOException {
        if (exists()) {
            LocalFiles.force(note);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(note);
    }

    /**
     * How many of the bytes in the part are a beginning of that file.
     *
     * @throws RemoteChangedException if they are not
     */
    long held(RemoteIdentity now, Replay replay, long size) throws IOException {
        if (size == 0) {
            return 0;
        }
        String difference = difference(now, replay, size);
        if (difference != null) {
            throw new RemoteChangedException(part.toString(), difference + "; delete it to start over", size);
        }
        return size;
    }

    private @Nullable String difference(RemoteIdentity now, Replay replay, long size) throws IOException {
        if (!now.isKnown() && replay.overlap() == 0) {
            return "the server tells neither size nor time of the file, if it is there at all";
        }
        if (now.size() >= 0 && size > now.size()) {
            return String.format("it holds %,d bytes, but the file on the server has only %,d", size, now.size());
        }
        RemoteIdentity then = read();
        if (then == null) {
            return now.modified() == null && replay.overlap() == 0
                    ? "it has no note, and the server does not tell when the file was modified"
                    : differenceByAge(now);
        }
        return replay.conflict(then, now).orElse(null);
    }

    /** A part without a note, from another program: good if the file on the server has not changed since it was written. */
    private @Nullable String differenceByAge(RemoteIdentity now) throws IOException {
        TimeVal modified = now.modified();
        return modified != null
                        && modified.instant()
                                .isAfter(Files.getLastModifiedTime(part).toInstant())
                ? "the file on the server was modified at " + modified.instant() + ", after this part was written"
                : null;
    }

    private @Nullable RemoteIdentity read() throws IOException {
        if (!Files.exists(note)) {
            return null;
        }
        // not readAllLines, which has no words for bytes that are no text
        List<String> lines = new String(Files.readAllBytes(note), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (!isWhole(lines)) {
            throw new RemoteChangedException(
                    part.toString(),
                    "its note " + note.getFileName() + " is damaged; delete both to start over",
                    Files.size(part));
        }
        return new RemoteIdentity(
                Long.parseLong(lines.get(0)),
                TimeVal.parse(lines.get(1)).orElse(null),
                lines.get(2).equals(UNKNOWN) ? null : lines.get(2),
                lines.size() < 4 ? null : hash(lines.get(3)).orElse(null));
    }

    private static Optional<FileHash> hash(String line) {
        String[] words = line.split(" ", 2);
        return HashAlgorithm.of(words[0])
                .filter(algorithm -> words.length == 2 && FileHash.isHash(algorithm, words[1]))
                .map(algorithm -> new FileHash(algorithm, words[1]));
    }

    /** Where a line is not what was written, nothing is known: a fact that got lost must not look like one never told. */
    private static boolean isWhole(List<String> lines) {
        return (lines.size() == 3 || (lines.size() == 4 && hash(lines.get(3)).isPresent()))
                && lines.get(0).matches("-1|\\d{1,18}")
                && (lines.get(1).equals(UNKNOWN) || TimeVal.parse(lines.get(1)).isPresent());
    }
}
