package dev.fluxftp.transfer;

import dev.fluxftp.protocol.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer came to. There is a report only where everything arrived.
 *
 * @param bytes moved by this call, over all its attempts
 * @param offset where in the file this call began
 * @param size of the whole file in the end, -1 when not known
 * @param duration from the subscription to the verdict
 * @param attempts data connections used; 1 when nothing broke
 * @param reply the last completion reply; null when nothing was left to move
 * @param verification how the result was checked
 * @param tls what TLS did on the last data connection
 */
public record TransferReport(
        long bytes,
        long offset,
        long size,
        Duration duration,
        int attempts,
        @Nullable Reply reply,
        Verification verification,
        TlsUse tls) {

    /** The rung of the ladder that was reached. */
    public enum Verification {
        /** The server said that it is complete. */
        REPLY,
        /** The bytes were counted against the size that the server tells. */
        SIZE
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
