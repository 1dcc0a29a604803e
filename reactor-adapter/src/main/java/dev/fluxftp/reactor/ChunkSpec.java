package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How acknowledged chunks become checkpoints.
 *
 * @param key of the checkpoint in its store; null for {@code //user@host:port/path} of the file, without the user where
 *     credentials come from a {@code Mono}. One key is for one subscription at a time
 * @param whenChanged what to do when the file is not the one that the checkpoint is of
 * @param saveBytes how many bytes more must be acknowledged before the next save; 0 where the count does not matter
 * @param saveTime how long acknowledged bytes may wait for the next save; zero where time does not matter
 * @param progress told now and then
 * @param rateLimit how fast at most; null for as fast as the network
 */
@CheckReturnValue
public record ChunkSpec(
        @Nullable String key,
        WhenChanged whenChanged,
        long saveBytes,
        Duration saveTime,
        Consumer<TransferProgress> progress,
        @Nullable RateLimit rateLimit) {

    static final ChunkSpec DEFAULT = new ChunkSpec(null, WhenChanged.FAIL, 0, Duration.ZERO, ignored -> {}, null);

    public ChunkSpec {
        if (saveBytes < 0 || saveTime.isNegative()) {
            throw new IllegalArgumentException("neither is negative: " + saveBytes + ", " + saveTime);
        }
    }

    public ChunkSpec key(String value) {
        return new ChunkSpec(value, whenChanged, saveBytes, saveTime, progress, rateLimit);
    }

    /**
     * Begin at the first byte when the file is not the one that the checkpoint is of, or nothing shows that it is. The
     * checkpoint is replaced when something has been acknowledged. A file that changes while it is read is still an error.
     */
    public ChunkSpec restartWhenChanged() {
        return new ChunkSpec(key, WhenChanged.RESTART, saveBytes, saveTime, progress, rateLimit);
    }

    /** Save whenever so many bytes more have been acknowledged, and at the end, and not at each acknowledgement. */
    public ChunkSpec saveEvery(long bytes) {
        return new ChunkSpec(key, whenChanged, bytes, saveTime, progress, rateLimit);
    }

    /** Save when acknowledged bytes have waited so long, and at the end, and not at each acknowledgement. */
    public ChunkSpec saveEvery(Duration time) {
        return new ChunkSpec(key, whenChanged, saveBytes, time, progress, rateLimit);
    }

    /** No faster than that, together with all that share it, and with the client's own limit, if it has one. */
    public ChunkSpec rateLimit(RateLimit limit) {
        return new ChunkSpec(key, whenChanged, saveBytes, saveTime, progress, limit);
    }

    /** Told now and then how far it is, on the thread that delivers; see {@link TransferProgress#of} for a flux. */
    public ChunkSpec onProgress(Consumer<TransferProgress> listener) {
        return new ChunkSpec(key, whenChanged, saveBytes, saveTime, listener, rateLimit);
    }

    /** Neither was asked for. */
    boolean savesAtOnce() {
        return saveBytes == 0 && saveTime.isZero();
    }
}
