package dev.fluxftp.reactor.internal.data;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings when nothing moved for a while although it should have. Runs only between {@link #run()} and {@link #pause()}, so
 * that a subscriber that does not ask is not taken for a stalled server. Event loop only; a moved byte costs one look at
 * the time, not a timer.
 */
final class IdleClock {

    private final EventLoop eventLoop;
    private final long patience;
    private final Runnable expired;

    private boolean running;
    private boolean stopped;
    private long last;
    private @Nullable Future<?> timer;

    IdleClock(EventLoop eventLoop, Duration patience, Runnable expired) {
        this.eventLoop = eventLoop;
        this.patience = patience.toNanos();
        this.expired = expired;
    }

    /** Waiting begins, or something moved. */
    void run() {
        running = true;
        last = System.nanoTime();
        if (timer == null && !stopped) {
            schedule(patience);
        }
    }

    void pause() {
        running = false;
    }

    /** For good. */
    void stop() {
        stopped = true;
        running = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long nanos) {
        timer = eventLoop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (!running) {
            return;
        }
        long left = patience - (System.nanoTime() - last);
        if (left > 0) {
            schedule(left);
        } else {
            stop();
            expired.run();
        }
    }
}
