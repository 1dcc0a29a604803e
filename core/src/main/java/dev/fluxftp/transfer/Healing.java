package dev.fluxftp.transfer;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often and how fast a broken transfer goes on. Attempts count anew whenever bytes came to where they belong.
 *
 * @param attempts in a row without progress; 0 means that the first break is the end
 * @param firstBackoff the wait before the first of them, doubled for each that follows, with jitter
 * @param maxBackoff no wait is longer, jitter aside
 * @param maxTime since the beginning of the transfer: after it no further attempt is made; null for no bound
 */
@CheckReturnValue
public record Healing(
        int attempts,
        Duration firstBackoff,
        Duration maxBackoff,
        @Nullable Duration maxTime) {

    public static final Healing DEFAULT = new Healing(5, Duration.ofMillis(100), Duration.ofSeconds(5), null);

    /** The first break is the end. */
    public static final Healing NONE = DEFAULT.attempts(0);

    public Healing {
        if (attempts < 0) {
            throw new IllegalArgumentException("a number of attempts is not negative: " + attempts);
        }
        if (firstBackoff.isNegative() || maxBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException("the first wait is not negative, and no longer than the longest: "
                    + firstBackoff + ", " + maxBackoff);
        }
        if (maxTime != null && maxTime.isNegative()) {
            throw new IllegalArgumentException("a time is not negative: " + maxTime);
        }
    }

    public Healing attempts(int value) {
        return new Healing(value, firstBackoff, maxBackoff, maxTime);
    }

    public Healing backoff(Duration first, Duration max) {
        return new Healing(attempts, first, max, maxTime);
    }

    public Healing maxTime(Duration value) {
        return new Healing(attempts, firstBackoff, maxBackoff, value);
    }

    /** Whether another attempt may begin when so much time has passed since the first. */
    public boolean lastsFor(Duration elapsed) {
        return maxTime == null || elapsed.compareTo(maxTime) < 0;
    }
}
