package dev.fluxftp.reactor.internal.data;

import io.netty.buffer.ByteBuf;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** All limits that one transfer obeys; the strictest decides. */
public record Pace(List<Throttle> throttles) {

    /** As fast as the network. */
    public static final Pace FREE = new Pace(List.of());

    /** What is moved at once where nothing limits it. Measured: large reads keep up with curl, small ones do not. */
    static final int LARGEST_STEP = 256 * 1024;

    public Pace {
        throttles = List.copyOf(throttles);
    }

    /** Asks for the buffers no faster than that; what they are and who releases them does not change. */
    public Flux<ByteBuf> hold(Flux<ByteBuf> buffers) {
        return throttles.isEmpty() ? buffers : new PacedFlux(buffers, this, Schedulers.parallel(), System::nanoTime);
    }

    /** How large a buffer should be at most. */
    public int step() {
        return throttles.stream()
                .mapToInt(throttle -> throttle.step(LARGEST_STEP))
                .min()
                .orElse(LARGEST_STEP);
    }

    void spend(int bytes, long now) {
        throttles.forEach(throttle -> throttle.spend(bytes, now));
    }

    /** Nanoseconds until the next buffer may be asked for. */
    long delay(long now) {
        return throttles.stream()
                .mapToLong(throttle -> throttle.delay(now))
                .max()
                .orElse(0);
    }
}
