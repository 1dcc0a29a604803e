package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;

/**
 * How many sessions a client keeps.
 *
 * @param maxConnections at once, lent and idle; more calls than that wait for their turn
 * @param maxIdleTime after which an idle session is closed; below the server's own limit
 */
@CheckReturnValue
public record PoolSpec(int maxConnections, Duration maxIdleTime) {

    static final PoolSpec DEFAULT = new PoolSpec(8, Duration.ofSeconds(60));

    public PoolSpec {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("a pool holds at least one connection, not " + maxConnections);
        }
        if (maxIdleTime.toMillis() < 2) {
            throw new IllegalArgumentException("an idle time is longer than nothing: " + maxIdleTime);
        }
    }

    public PoolSpec maxConnections(int value) {
        return new PoolSpec(value, maxIdleTime);
    }

    public PoolSpec maxIdleTime(Duration value) {
        return new PoolSpec(maxConnections, value);
    }
}
