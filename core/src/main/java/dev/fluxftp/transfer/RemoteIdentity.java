package dev.fluxftp.transfer;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.TimeVal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a file on the server from another. Compared before every replay.
 *
 * @param size in bytes, -1 where the server does not say
 * @param modified null where the server does not say
 * @param unique the {@code unique} fact (RFC 3659 7.5.2), null where there is none
 * @param hash of the whole file, null where it was not asked for or the server has none
 */
public record RemoteIdentity(
        long size,
        @Nullable TimeVal modified,
        @Nullable String unique,
        @Nullable FileHash hash) {

    public static final RemoteIdentity UNKNOWN = new RemoteIdentity(-1, null, null);

    /** Without a hash. */
    public RemoteIdentity(long size, @Nullable TimeVal modified, @Nullable String unique) {
        this(size, modified, unique, null);
    }

    /** The same with that hash. */
    public RemoteIdentity hash(@Nullable FileHash value) {
        return new RemoteIdentity(size, modified, unique, value);
    }

    /** True when the other one tells whatever this one told, so that a comparison proves something. */
    public boolean isComparableTo(RemoteIdentity other) {
        return isKnown()
                && (size < 0 || other.size >= 0)
                && (modified == null || other.modified != null)
                && (unique == null || other.unique != null)
                && (hash == null || isOfSameAlgorithm(hash, other.hash));
    }

    /** True when there is anything at all to compare. */
    public boolean isKnown() {
        return size >= 0 || modified != null || unique != null || hash != null;
    }

    /** How the other one differs, in words; empty when nothing that both know differs. */
    public Optional<String> differenceTo(RemoteIdentity other) {
        if (size >= 0 && other.size >= 0 && size != other.size) {
            return Optional.of(String.format(Locale.ROOT, "its size was %,d bytes and is %,d now", size, other.size));
        }
        if (modified != null && other.modified != null && !sameMoment(modified, other.modified)) {
            return Optional.of(
                    "it was modified at " + modified.instant() + " and is of " + other.modified.instant() + " now");
        }
        if (unique != null && other.unique != null && !Objects.equals(unique, other.unique)) {
            return Optional.of("it is another file of the same name now");
        }
        if (hash != null && isOfSameAlgorithm(hash, other.hash) && !hash.equals(other.hash)) {
            return Optional.of("its hash was " + hash + " and is " + other.hash + " now");
        }
        return Optional.empty();
    }

    private static boolean isOfSameAlgorithm(FileHash one, @Nullable FileHash other) {
        return other != null && one.algorithm() == other.algorithm();
    }

    /** Two commands may tell the same time in different units: it may be the same where what they allow for overlaps. */
    private static boolean sameMoment(TimeVal one, TimeVal other) {
        return one.instant().isBefore(end(other)) && other.instant().isBefore(end(one));
    }

    private static Instant end(TimeVal time) {
        return time.instant().plus(1, time.precision());
    }
}
