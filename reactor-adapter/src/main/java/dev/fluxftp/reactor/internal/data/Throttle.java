package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.transfer.RateBudget;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A rate that all who hold it share, on any thread. */
public final class Throttle {

    private final AtomicReference<RateBudget> budget;

    /** @param now as for all methods: {@link System#nanoTime} */
    public Throttle(long bytesPerSecond, long now) {
        budget = new AtomicReference<>(RateBudget.of(bytesPerSecond, now));
    }

    public void change(long bytesPerSecond, long now) {
        var unused = budget.updateAndGet(current -> current.changed(bytesPerSecond, now));
    }

    public long bytesPerSecond() {
        return current().bytesPerSecond();
    }

    void spend(int bytes, long now) {
        var unused = budget.updateAndGet(current -> current.spent(bytes, now));
    }

    long delay(long now) {
        return current().delay(now);
    }

    int step(int most) {
        return current().step(most);
    }

    private RateBudget current() {
        return Objects.requireNonNull(budget.get());
    }
}
