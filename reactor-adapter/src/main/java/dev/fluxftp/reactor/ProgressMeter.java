package dev.fluxftp.reactor;

import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Retrieval;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Turns single buffers, of one connection or several, into a few samples a second. */
final class ProgressMeter {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
    /** The rate forgets what is older than a few of these. */
    private static final double MEMORY = TimeUnit.SECONDS.toNanos(2);

    private final Consumer<TransferProgress> listener;
    private final IntSupplier attempts;
    private final AtomicLong moved = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private volatile @Nullable Sample last;

    private record Sample(long time, long moved, double rate) {}

    ProgressMeter(Consumer<TransferProgress> listener, IntSupplier attempts) {
        this.listener = listener;
        this.attempts = attempts;
    }

    /** Counts the bytes of a download as they pass. */
    static Flux<ByteBuf> over(Retrieval download, Sessions sessions, Consumer<TransferProgress> listener) {
        ProgressMeter meter = new ProgressMeter(listener, download::attempts);
        return download.bytes(sessions)
                .doOnNext(buffer -> meter.moved(
                        buffer.readableBytes(),
                        download.start(),
                        download.identity().size()))
                .doOnComplete(
                        () -> meter.finish(download.start(), download.identity().size()));
    }

    /** @param from where the counting began */
    void moved(long count, long from, long total) {
        long sum = moved.addAndGet(count);
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL)) {
            tell(now, sum, from, total);
        }
    }

    void finish(long from, long total) {
        tell(System.nanoTime(), moved.get(), from, total);
    }

    private void tell(long now, long sum, long from, long total) {
        Sample before = last;
        Sample sample = new Sample(now, sum, before == null ? 0 : rate(before, now, sum));
        last = sample;
        // what two connections brought counts once
        long position = total < 0 ? from + sum : Math.min(from + sum, total);
        listener.accept(new TransferProgress(position, total, sample.rate(), Math.max(1, attempts.getAsInt())));
    }

    private static double rate(Sample before, long now, long sum) {
        double nanos = Math.max(1, now - before.time());
        double momentary = Math.max(0, sum - before.moved()) / nanos * 1e9;
        double weight = before.rate() == 0 ? 1 : 1 - Math.exp(-nanos / MEMORY);
        return before.rate() + weight * (momentary - before.rate());
    }
}
