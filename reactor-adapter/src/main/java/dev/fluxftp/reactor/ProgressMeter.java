package dev.fluxftp.reactor;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Turns single buffers into a few reports a second. Used by one signal at a time. */
final class ProgressMeter {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    private final Consumer<TransferProgress> listener;
    private long moved;
    private long last = System.nanoTime() - INTERVAL;

    ProgressMeter(Consumer<TransferProgress> listener) {
        this.listener = listener;
    }

    void moved(long count, long from, long total) {
        moved += count;
        long now = System.nanoTime();
        if (now - last >= INTERVAL) {
            last = now;
            listener.accept(new TransferProgress(from + moved, total));
        }
    }

    void finish(long from, long total) {
        listener.accept(new TransferProgress(from + moved, total));
    }
}
