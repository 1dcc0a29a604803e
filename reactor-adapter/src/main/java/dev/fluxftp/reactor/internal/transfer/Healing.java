package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import java.time.Duration;
import java.util.function.Predicate;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * How often and how fast a broken transfer goes on. Attempts count anew whenever bytes flowed.
 *
 * @param attempts in a row without a byte
 * @param firstBackoff doubled for each of them, with jitter
 */
public record Healing(int attempts, Duration firstBackoff, Duration maxBackoff) {

    public static final Healing DEFAULT = new Healing(5, Duration.ofMillis(100), Duration.ofSeconds(5));

    RetryBackoffSpec of(Predicate<FtpException> mayGoOn) {
        return Retry.backoff(attempts, firstBackoff)
                .maxBackoff(maxBackoff)
                .jitter(0.5)
                .transientErrors(true)
                .filter(error -> error instanceof FtpException ftp && mayGoOn.test(ftp))
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }
}
