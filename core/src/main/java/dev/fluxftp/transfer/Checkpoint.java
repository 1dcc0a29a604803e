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
 * @param hashState what was kept of the bytes before the offset, in a form that only its maker reads ({@link Overlap} here);
 *     null where nothing was
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

    /** What was kept of the bytes before the offset, to compare them; empty where nothing was. */
    public Optional<Overlap> overlap() {
        return Overlap.decode(hashState).filter(overlap -> overlap.length() <= offset);
    }

    /** The same with that kept. */
    public Checkpoint overlap(Overlap kept) {
        return new Checkpoint(url, identity, offset, kept.encode());
    }

    /**
     * Why a download cannot go on from here, in words: it is another file, or has become another, or nothing shows that it
     * is the same. Empty when it can. Where nothing has been acknowledged, every file will do.
     *
     * @param now what the server says of the file at this time
     * @param replay what has to be shown; an overlap counts only where one was kept
     */
    public Optional<String> conflictWith(String otherUrl, RemoteIdentity now, Replay replay) {
        if (offset == 0) {
            return Optional.empty();
        }
        if (!url.equals(otherUrl)) {
            return Optional.of("the checkpoint is of " + Escaped.text(url) + " and not of " + otherUrl);
        }
        Replay possible = overlap().isPresent() ? replay : replay.overlap(0);
        Optional<String> difference = possible.conflict(identity, now);
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
