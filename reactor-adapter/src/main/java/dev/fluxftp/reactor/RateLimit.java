package dev.fluxftp.reactor;

import dev.fluxftp.reactor.internal.data.Pace;
import dev.fluxftp.reactor.internal.data.Throttle;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of files may move in a second. All transfers that are given the same object share its rate, in both
 * directions and over all segments and clients; it can be changed while they run, from any thread. Listings are not counted.
 *
 * <p>What is held back is demand: no thread waits, and nothing is stored. The network then stops the server, or the source of
 * an upload is not asked. Bytes are asked for in steps of a tenth of a second, at most 256 KiB; so much, or one buffer of the
 * source of an upload if that is larger, may move at once, and time that was not used is made up for up to a tenth of a second.
 * While a transfer is held back, the data-idle deadline does not run.
 */
public final class RateLimit {

    private final Throttle throttle;

    private RateLimit(long bytesPerSecond) {
        throttle = new Throttle(bytesPerSecond, System.nanoTime());
    }

    /** {@code IllegalArgumentException} if it is not positive. */
    public static RateLimit of(long bytesPerSecond) {
        return new RateLimit(bytesPerSecond);
    }

    public long bytesPerSecond() {
        return throttle.bytesPerSecond();
    }

    /**
     * From now on at that rate; transfers that are held back notice within a tenth of a second. {@code Long.MAX_VALUE} is as
     * fast as the network; {@code IllegalArgumentException} if it is not positive.
     */
    public void change(long bytesPerSecond) {
        throttle.change(bytesPerSecond, System.nanoTime());
    }

    /** All that are not null, each once. */
    static Pace together(@Nullable RateLimit... limits) {
        return new Pace(Stream.of(limits)
                .filter(Objects::nonNull)
                .map(limit -> limit.throttle)
                .distinct()
                .toList());
    }

    @Override
    public String toString() {
        return "RateLimit[" + bytesPerSecond() + " bytes a second]";
    }
}
