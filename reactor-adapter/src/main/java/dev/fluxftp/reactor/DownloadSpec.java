package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a file is wanted, and how it is fetched.
 *
 * @param offset the first byte, counted from 0
 * @param length how many bytes at most
 * @param segments over how many data connections at a time
 * @param blockBytes how much each of them fetches at a time
 * @param progress told now and then
 * @param rateLimit how fast at most; null for as fast as the network
 */
@CheckReturnValue
public record DownloadSpec(
        long offset,
        long length,
        int segments,
        int blockBytes,
        Consumer<TransferProgress> progress,
        @Nullable RateLimit rateLimit) {

    private static final int BLOCK = 8 * 1024 * 1024;

    static final DownloadSpec WHOLE = new DownloadSpec(0, Long.MAX_VALUE, 1, BLOCK, ignored -> {}, null);

    public DownloadSpec {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("neither offset nor length is negative: " + offset + ", " + length);
        }
        if (segments < 1 || blockBytes < 1) {
            throw new IllegalArgumentException(
                    "a download has at least one segment of at least one byte: " + segments + ", " + blockBytes);
        }
    }

    public DownloadSpec offset(long value) {
        return new DownloadSpec(value, length, segments, blockBytes, progress, rateLimit);
    }

    public DownloadSpec length(long value) {
        return new DownloadSpec(offset, value, segments, blockBytes, progress, rateLimit);
    }

    /** As {@link #segments(int, int)}, with blocks of 8 MiB. */
    public DownloadSpec segments(int count) {
        return segments(count, BLOCK);
    }

    /**
     * Over several data connections at a time, as far as the pool and the server have them, for servers that limit each of
     * them. Each fetches one block after the other (REST), and the subscriber gets all bytes in order, by demand. Blocks are
     * fetched without being asked for, but at most {@code count} are begun and not delivered to their end: their bytes are
     * held in memory, in buffers of up to twice their size. A connection that the server refuses leaves its block to the
     * others. Some bytes of each block come twice and are compared: a server that agrees to REST and ignores it is a
     * {@code ProtocolViolationException}. A change of the file ends all of them. There is one stream where the server does not
     * tell the size or does not know REST, for no more than one block, and on a {@link FtpConnection}.
     *
     * @param bytes in a block: each costs the abort of a transfer and some round trips
     */
    public DownloadSpec segments(int count, int bytes) {
        return new DownloadSpec(offset, length, count, bytes, progress, rateLimit);
    }

    /** No faster than that, together with all that share it, and with the client's own limit, if it has one. */
    public DownloadSpec rateLimit(RateLimit limit) {
        return new DownloadSpec(offset, length, segments, blockBytes, progress, limit);
    }

    /** Told now and then how far it is, on the thread that delivers; see {@link TransferProgress#of} for a flux. */
    public DownloadSpec onProgress(Consumer<TransferProgress> listener) {
        return new DownloadSpec(offset, length, segments, blockBytes, listener, rateLimit);
    }
}
