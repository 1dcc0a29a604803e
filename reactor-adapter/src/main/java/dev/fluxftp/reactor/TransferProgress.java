package dev.fluxftp.reactor;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a transfer is: a sample, taken a few times a second and at the end.
 *
 * @param position bytes of the file that are where they belong, those of earlier calls included
 * @param total bytes of the whole file, -1 when not known
 * @param bytesPerSecond of the last seconds; 0 at first
 * @param attempt which data connection of this call it is, counted from 1
 */
public record TransferProgress(long position, long total, double bytesPerSecond, int attempt) {

    /** How long the rest will take at this rate; empty when that cannot be told. */
    public Optional<Duration> remaining() {
        return total < 0 || bytesPerSecond < 1
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (Math.max(0, total - position) / bytesPerSecond * 1000)));
    }
}
