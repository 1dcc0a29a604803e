package dev.fluxftp.transfer;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer came to. There is a report only where everything arrived.
 *
 * @param bytes moved by this call, over all its attempts
 * @param offset how many bytes were there already when this call began; over one data connection it began behind them
 * @param size of the whole file in the end, -1 when not known
 * @param duration from the subscription to the verdict
 * @param attempts data connections used; 1 when nothing broke
 * @param reply the last completion reply; null when nothing was left to move
 * @param verification how the result was checked
 * @param tls what TLS did on the last data connection
 * @param hash that both sides agreed on; null unless that rung was reached
 */
public record TransferReport(
        long bytes,
        long offset,
        long size,
        Duration duration,
        int attempts,
        @Nullable Reply reply,
        Verification verification,
        TlsUse tls,
        @Nullable FileHash hash) {

    /** Without a hash. */
    public TransferReport(
            long bytes,
            long offset,
            long size,
            Duration duration,
            int attempts,
            @Nullable Reply reply,
            Verification verification,
            TlsUse tls) {
        this(bytes, offset, size, duration, attempts, reply, verification, tls, null);
    }

    /** The same transfer, once both sides agree on that hash: the highest rung. */
    public TransferReport hash(FileHash agreed) {
        return new TransferReport(bytes, offset, size, duration, attempts, reply, Verification.HASH, tls, agreed);
    }

    /** The rung of the ladder that was reached. */
    public enum Verification {
        /** The server said that it is complete. */
        REPLY,
        /** The bytes were counted against the size that the server tells. */
        SIZE,
        /** The server computed the same hash of its file as this side of what was moved. */
        HASH
    }

    /** How a data connection was protected. */
    public enum TlsUse {
        NONE,
        /** A TLS session of its own. */
        FULL_HANDSHAKE,
        /** The TLS session of the control connection, resumed. */
        RESUMED
    }

    /** Mean bytes a second over the whole duration. */
    public double bytesPerSecond() {
        return bytes / Math.max(1e-9, duration.toNanos() / 1e9);
    }
}
