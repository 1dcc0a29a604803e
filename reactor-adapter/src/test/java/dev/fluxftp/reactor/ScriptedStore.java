package dev.fluxftp.reactor;

import dev.fluxftp.transfer.Checkpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A store in memory that remembers each save, and is slow or broken when a test says so. */
final class ScriptedStore implements CheckpointStore {

    final List<Long> saves = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CheckpointStore memory = CheckpointStore.inMemory();
    volatile @Nullable RuntimeException loadError;
    volatile @Nullable RuntimeException saveError;
    volatile Mono<Void> delay = Mono.empty();

    @Override
    public Mono<Checkpoint> load(String key) {
        return Mono.defer(() -> loadError == null ? memory.load(key) : Mono.error(loadError));
    }

    @Override
    public Mono<Void> save(String key, Checkpoint checkpoint) {
        return Mono.defer(() -> {
            mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            if (saveError != null) {
                throw saveError;
            }
            return delay.then(memory.save(key, checkpoint)).then(Mono.fromRunnable(() -> {
                saves.add(checkpoint.offset());
                underWay.decrementAndGet();
            }));
        });
    }

    @Override
    public Mono<Void> clear(String key) {
        return memory.clear(key);
    }

    /** What it has for that key; -1 if nothing. */
    long offset(String key) {
        Checkpoint checkpoint = memory.load(key).block();
        return checkpoint == null ? -1 : checkpoint.offset();
    }

    /** What follows a cancel happens behind it. */
    void awaitOffset(String key, long offset) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (offset(key) != offset) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the checkpoint is " + offset(key) + " and not " + offset);
            }
            Thread.onSpinWait();
        }
    }
}
