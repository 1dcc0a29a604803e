package dev.fluxftp.transfer;

import dev.fluxftp.protocol.Escaped;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a download has been acknowledged, and of which file: all that another process needs to go on.
 * {@link CheckpointCodec} makes bytes of it.
 *
 * @param url {@code //user@host:port/path}, without scheme and without secrets; see {@code FtpUrl.resource()}
 * @param identity of the file as it was
 * @param offset everything before it has been acknowledged
 * @param hashState of a hash over everything before the offset, in a form that only its maker reads; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, and compared by content
public record Checkpoint(String url, RemoteIdentity identity, long offset, byte @Nullable [] hashState) {

    public Checkpoint {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(identity, "identity");
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is not negative: " + offset);
        }
        hashState = copy(hashState);
    }

    /** Without a hash state. */
    public Checkpoint(String url, RemoteIdentity identity, long offset) {
        this(url, identity, offset, null);
    }

    /** A copy. */
    @Override
    public byte @Nullable [] hashState() {
        return copy(hashState);
    }

    /**
     * Why a download cannot go on from here, in words: it is another file, or has become another, or nothing shows that it
     * is the same. Empty when it can. Where nothing has been acknowledged, every file will do.
     *
     * @param now what the server says of the file at this time
     */
    public Optional<String> conflictWith(String otherUrl, RemoteIdentity now) {
        if (offset == 0) {
            return Optional.empty();
        }
        if (!url.equals(otherUrl)) {
            return Optional.of("the checkpoint is of " + Escaped.text(url) + " and not of " + otherUrl);
        }
        if (!identity.isComparableTo(now)) {
            return Optional.of("the server does not tell enough of it to show that it is the same file");
        }
        Optional<String> difference = identity.differenceTo(now);
        if (difference.isEmpty() && now.size() >= 0 && offset > now.size()) {
            return Optional.of(
                    String.format(Locale.ROOT, "%,d bytes were acknowledged, but it has only %,d", offset, now.size()));
        }
        return difference;
    }

    private static byte @Nullable [] copy(byte @Nullable [] bytes) {
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checkpoint that
                && url.equals(that.url)
                && identity.equals(that.identity)
                && offset == that.offset
                && Arrays.equals(hashState, that.hashState);
    }

    @Override
    public int hashCode() {
        return Objects.hash(url, identity, offset, Arrays.hashCode(hashState));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Checkpoint[%s, %,d acknowledged, %s]", url, offset, identity);
    }
}
