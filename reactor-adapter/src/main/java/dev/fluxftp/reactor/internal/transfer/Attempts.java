package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.transfer.Healing;
import java.time.Duration;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Reactor's words for {@link Healing}. */
final class Attempts {

    private Attempts() {}

    /**
     * For one transfer that begins now. What the transfer emits counts as progress.
     *
     * @param mayGoOn whether that failure can be healed
     */
    static Retry of(Healing healing, Predicate<FtpException> mayGoOn) {
        long began = System.nanoTime();
        return Retry.backoff(healing.attempts(), healing.firstBackoff())
                .maxBackoff(healing.maxBackoff())
                .jitter(0.5)
                .transientErrors(true)
                .filter(error -> error instanceof FtpException ftp && mayGoOn.test(ftp) && !isTimeUp(healing, began))
                .doAfterRetryAsync(signal -> Mono.defer(() -> isTimeUp(healing, began) // by the wait
                        ? Mono.error(signal.failure())
                        : Mono.empty()))
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }

    private static boolean isTimeUp(Healing healing, long began) {
        return !healing.lastsFor(Duration.ofNanos(System.nanoTime() - began));
    }
}
