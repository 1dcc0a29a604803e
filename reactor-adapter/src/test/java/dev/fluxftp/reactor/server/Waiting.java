package dev.fluxftp.reactor.server;

import java.time.Duration;

/** A bounded wait on a monitor. */
final class Waiting {
    private final long end;

    Waiting(Duration timeout) {
        end = System.nanoTime() + timeout.toNanos();
    }

    /** Waits for a notification; false when the time is over. The caller holds the monitor. */
    boolean on(Object monitor) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            return false;
        }
        try {
            monitor.wait(left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
