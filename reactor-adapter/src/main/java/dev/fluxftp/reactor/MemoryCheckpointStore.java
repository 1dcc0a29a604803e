package dev.fluxftp.reactor;

import dev.fluxftp.transfer.Checkpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Checkpoints that end with the process. */
final class MemoryCheckpointStore implements CheckpointStore {

    private final Map<String, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    @Override
    public Mono<Checkpoint> load(String key) {
        return Mono.fromSupplier(() -> checkpoints.get(key));
    }

    @Override
    public Mono<Void> save(String key, Checkpoint checkpoint) {
        return Mono.fromRunnable(() -> checkpoints.put(key, checkpoint));
    }

    @Override
    public Mono<Void> clear(String key) {
        return Mono.fromRunnable(() -> checkpoints.remove(key));
    }

    @Override
    public String toString() {
        return "CheckpointStore[in memory]";
    }
}
