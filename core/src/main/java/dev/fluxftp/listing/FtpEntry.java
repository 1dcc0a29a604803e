package dev.fluxftp.listing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a directory, as its server listed it. What the server did not say is unknown: {@code null}, or -1 for
 * the size; a value that cannot be right is unknown too.
 *
 * @param name as the server wrote it, every space kept; from a hostile server it can be anything, {@code ../x} included
 * @param path the name joined to the listed directory
 * @param size in bytes, or -1 when unknown
 * @param modified not after the true moment; in UTC for MLSx, by the assumed zone of the server for the others
 * @param modifiedPrecision the unit to which {@code modified} is known; null exactly when that is
 * @param permissions as the server wrote them: {@code rwxr-xr-x} from {@code ls -l}, the perm fact from MLSx
 * @param facts the facts of RFC 3659 with their names in lower case, in the server's order; empty for the other
 *     grammars
 * @param raw the whole line
 */
public record FtpEntry(
        String name,
        String path,
        Type type,
        long size,
        @Nullable Instant modified,
        @Nullable ChronoUnit modifiedPrecision,
        @Nullable String permissions,
        @Nullable String owner,
        @Nullable String group,
        @Nullable String linkTarget,
        Map<String, String> facts,
        String raw) {

    /** What an entry is. */
    public enum Type {
        FILE,
        DIRECTORY,
        LINK,
        /** A device, a socket, or something of which the server did not say what it is. */
        OTHER,
        /** Not an entry at all, for all we know: a line that no grammar reads. Its name is the line. */
        UNPARSED
    }

    public FtpEntry {
        if (size < -1) {
            throw new IllegalArgumentException("A size is -1 when unknown, never " + size);
        }
        if ((modified == null) != (modifiedPrecision == null)) {
            throw new IllegalArgumentException("A time and its precision are known together");
        }
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A line that no grammar reads: a message of the server perhaps, or a grammar that is not known here. */
    public static FtpEntry unparsed(String line) {
        return new EntryBuilder(line).name(line).type(Type.UNPARSED).build();
    }

    public boolean isFile() {
        return type == Type.FILE;
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    public boolean isLink() {
        return type == Type.LINK;
    }

    /** This entry as one of {@code directory}, which may be empty: the working directory. The name stays as it is. */
    public FtpEntry in(String directory) {
        if (directory.isEmpty()) {
            return named(name, name);
        }
        return named(name, directory.endsWith("/") ? directory + name : directory + '/' + name);
    }

    /**
     * This entry as the one that was asked for by {@code path}. Servers disagree on the name in an MLST reply: as it
     * was sent (Apache FtpServer), absolute (ProFTPD, pyftpdlib), {@code .} for the working directory (Pure-FTPd).
     */
    public FtpEntry at(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        String last = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
        return named(last.isEmpty() ? path : last, path);
    }

    private FtpEntry named(String newName, String newPath) {
        return new FtpEntry(
                newName,
                newPath,
                type,
                size,
                modified,
                modifiedPrecision,
                permissions,
                owner,
                group,
                linkTarget,
                facts,
                raw);
    }
}
