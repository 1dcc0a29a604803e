package dev.fluxftp.transfer;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.TimeVal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as bytes, for stores of every kind.
 *
 * <pre>
 *   "FXCP" | version: 2 bytes | length of the body: 4 | body | CRC32C of all before: 4
 *   body = url | size: 8 | modified: 1, then seconds: 8, nanos: 4, unit | unique | offset: 8 | hash state
 *          | since version 2: algorithm and value of the file's hash
 *   texts and bytes = length: 4, negative for null | UTF-8 or bytes
 * </pre>
 *
 * Version 1 is written wherever it can say all, so that older programs can read it.
 */
public final class CheckpointCodec {

    /** The newest form that is known here. What is newer still is not guessed at. */
    public static final int VERSION = 2;

    /** Knew no hash of a file. */
    private static final int FIRST_VERSION = 1;

    private static final int MAGIC = 0x46584350;
    private static final int HEADER = 10;
    private static final int CHECK = 4;
    private static final int NULL = -1;

    private CheckpointCodec() {}

    public static byte[] encode(Checkpoint checkpoint) {
        TimeVal modified = checkpoint.identity().modified();
        byte[] url = utf8(checkpoint.url());
        byte[] unit = utf8(modified == null ? null : modified.precision().name());
        byte[] unique = utf8(checkpoint.identity().unique());
        byte[] hashState = checkpoint.hashState();
        FileHash hash = checkpoint.identity().hash();
        byte[] algorithm = utf8(hash == null ? null : hash.algorithm().name());
        byte[] value = utf8(hash == null ? null : hash.value());
        int more = hash == null ? 0 : size(algorithm) + size(value);
        int body = size(url)
                + 8
                + 1
                + (modified == null ? 0 : 12 + size(unit))
                + size(unique)
                + 8
                + size(hashState)
                + more;
        ByteBuffer out = ByteBuffer.allocate(HEADER + body + CHECK);
        out.putInt(MAGIC)
                .putShort((short) (hash == null ? FIRST_VERSION : VERSION))
                .putInt(body);
        put(out, url);
        out.putLong(checkpoint.identity().size());
        out.put((byte) (modified == null ? 0 : 1));
        if (modified != null) {
            Instant instant = modified.instant();
            out.putLong(instant.getEpochSecond()).putInt(instant.getNano());
            put(out, unit);
        }
        put(out, unique);
        out.putLong(checkpoint.offset());
        put(out, hashState);
        if (hash != null) {
            put(out, algorithm);
            put(out, value);
        }
        return out.putInt(checkOf(out.array())).array();
    }

    /** @throws CheckpointException if these are not exactly the bytes of a checkpoint */
    public static Checkpoint decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = version(in);
        int length = in.getInt();
        if (length < 0 || length < in.remaining() - CHECK) {
            throw damaged(Reason.CORRUPT, "its length is wrong");
        }
        if (length > in.remaining() - CHECK) {
            throw damaged(Reason.TRUNCATED, "it ends too early");
        }
        if (in.getInt(bytes.length - CHECK) != checkOf(bytes)) {
            throw damaged(Reason.CORRUPT, "its checksum is wrong");
        }
        try {
            Checkpoint checkpoint = body(in.limit(bytes.length - CHECK), version);
            if (in.hasRemaining()) {
                throw damaged(Reason.CORRUPT, "there is something behind its end");
            }
            return checkpoint;
        } catch (BufferUnderflowException | CharacterCodingException | IllegalArgumentException | DateTimeException e) {
            throw damaged(Reason.CORRUPT, "it makes no sense");
        }
    }

    private static int version(ByteBuffer in) {
        for (int i = 0; i < Integer.BYTES && i < in.limit(); i++) {
            if (in.get(i) != (byte) (MAGIC >>> (8 * (3 - i)))) {
                throw new CheckpointException(Reason.FOREIGN, "these bytes are no checkpoint");
            }
        }
        if (in.remaining() < HEADER) {
            throw damaged(Reason.TRUNCATED, "it ends too early");
        }
        int version = in.position(Integer.BYTES).getShort() & 0xFFFF;
        if (version > VERSION) {
            throw new CheckpointException(
                    Reason.NEWER_VERSION,
                    String.format(Locale.ROOT, "a checkpoint of version %d; only %d is known here", version, VERSION));
        }
        if (version < FIRST_VERSION) {
            throw damaged(Reason.CORRUPT, "there is no version " + version);
        }
        return version;
    }

    private static Checkpoint body(ByteBuffer in, int version) throws CharacterCodingException {
        String url = required(text(in));
        long size = in.getLong();
        TimeVal modified = isPresent(in.get()) ? time(in) : null;
        RemoteIdentity identity = new RemoteIdentity(size, modified, text(in));
        long offset = in.getLong();
        byte[] hashState = bytes(in);
        return new Checkpoint(url, version == FIRST_VERSION ? identity : identity.hash(hash(in)), offset, hashState);
    }

    private static FileHash hash(ByteBuffer in) throws CharacterCodingException {
        HashAlgorithm algorithm = HashAlgorithm.valueOf(required(text(in)));
        String value = required(text(in));
        FileHash hash = new FileHash(algorithm, value);
        if (!hash.value().equals(value)) {
            throw new IllegalArgumentException("not as it was written: " + value);
        }
        return hash;
    }

    private static boolean isPresent(byte mark) {
        if (mark != 0 && mark != 1) {
            throw new IllegalArgumentException("neither yes nor no: " + mark);
        }
        return mark == 1;
    }

    private static TimeVal time(ByteBuffer in) throws CharacterCodingException {
        long second = in.getLong();
        int nano = in.getInt();
        if (nano < 0 || nano > 999_999_999) {
            throw new IllegalArgumentException("not within a second: " + nano);
        }
        return new TimeVal(Instant.ofEpochSecond(second, nano), ChronoUnit.valueOf(required(text(in))));
    }

    private static String required(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("there is no text");
        }
        return text;
    }

    private static @Nullable String text(ByteBuffer in) throws CharacterCodingException {
        byte[] bytes = bytes(in);
        return bytes == null
                ? null
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
    }

    private static byte @Nullable [] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining() || length < NULL) {
            throw new BufferUnderflowException();
        }
        if (length == NULL) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static int size(byte @Nullable [] bytes) {
        return Integer.BYTES + (bytes == null ? 0 : bytes.length);
    }

    private static void put(ByteBuffer out, byte @Nullable [] bytes) {
        if (bytes == null) {
            out.putInt(NULL);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    private static int checkOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - CHECK);
        return (int) crc.getValue();
    }

    private static CheckpointException damaged(Reason reason, String why) {
        return new CheckpointException(reason, "this checkpoint is damaged: " + why);
    }
}
