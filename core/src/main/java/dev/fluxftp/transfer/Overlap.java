package dev.fluxftp.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the bytes before an offset: how many of them, and their hash. They are fetched once more before anything
 * is added behind them. With as many first bytes of the file it is noticed when a server agrees to REST and begins at 0.
 *
 * @param length in bytes, at least one
 * @param last SHA-256 of that many bytes before the offset, in hexadecimal digits
 * @param first SHA-256 of that many first bytes of the file; null where they are not known
 */
public record Overlap(int length, String last, @Nullable String first) {

    private static final Pattern TEXT = Pattern.compile("overlap (\\d{1,9}) ([0-9a-f]{64}) ([0-9a-f]{64}|-)");
    private static final String UNKNOWN = "-";

    /** What the bytes are that came again. */
    public enum Verdict {
        /** Those before the offset. */
        SAME,
        /** The first ones of the file: REST was ignored. */
        FIRST,
        /** Others: it is another file. */
        OTHER
    }

    public Overlap {
        if (length < 1) {
            throw new IllegalArgumentException("an overlap has at least one byte, not " + length);
        }
    }

    /** SHA-256 of the pieces, one after the other. */
    public static String hash(ByteBuffer... pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer piece : pieces) {
                digest.update(piece);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM knows SHA-256", e);
        }
    }

    /** @param again so many bytes as the overlap has */
    public Verdict judge(byte[] again) {
        String hash = hash(ByteBuffer.wrap(again));
        if (hash.equals(last)) {
            return Verdict.SAME;
        }
        return hash.equals(first) ? Verdict.FIRST : Verdict.OTHER;
    }

    /** For {@link Checkpoint#hashState()}. */
    public byte[] encode() {
        return String.format(Locale.ROOT, "overlap %d %s %s", length, last, first == null ? UNKNOWN : first)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty where these are not the bytes of an overlap. */
    public static Optional<Overlap> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(text.group(1));
        String first = text.group(3).equals(UNKNOWN) ? null : text.group(3);
        return length < 1 || length > Replay.MOST_OVERLAP
                ? Optional.empty()
                : Optional.of(new Overlap(length, text.group(2), first));
    }
}
