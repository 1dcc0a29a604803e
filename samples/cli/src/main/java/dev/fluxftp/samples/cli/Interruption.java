package dev.fluxftp.samples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ctrl-C as a signal: the work is cancelled, and the program waits a moment for it to be wound up. */
final class Interruption implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;

    private final Sinks.Empty<Void> signal = Sinks.empty();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "fluxftp-interrupted");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Mono<Void> signal() {
        return signal.asMono();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is ending because of the interrupt: the hook has run
        }
    }

    private void interrupted() {
        signal.tryEmitEmpty();
        try {
            boolean unused = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
