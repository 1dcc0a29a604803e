package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a file is wanted.
 *
 * @param offset the first byte, counted from 0
 * @param length how many bytes at most
 * @param progress told now and then
 * @param rateLimit how fast at most; null for as fast as the network
 */
@CheckReturnValue
public record DownloadSpec(
        long offset,
        long length,
        Consumer<TransferProgress> progress,
        @Nullable RateLimit rateLimit) {

    static final DownloadSpec WHOLE = new DownloadSpec(0, Long.MAX_VALUE, ignored -> {}, null);

    public DownloadSpec {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("neither offset nor length is negative: " + offset + ", " + length);
        }
    }

    public DownloadSpec offset(long value) {
        return new DownloadSpec(value, length, progress, rateLimit);
    }

    public DownloadSpec length(long value) {
        return new DownloadSpec(offset, value, progress, rateLimit);
    }

    /** No faster than that, together with all that share it, and with the client's own limit, if it has one. */
    public DownloadSpec rateLimit(RateLimit limit) {
        return new DownloadSpec(offset, length, progress, limit);
    }

    /** Told now and then how far it is, on the thread that delivers; see {@link TransferProgress#of} for a flux. */
    public DownloadSpec onProgress(Consumer<TransferProgress> listener) {
        return new DownloadSpec(offset, length, listener, rateLimit);
    }
}
