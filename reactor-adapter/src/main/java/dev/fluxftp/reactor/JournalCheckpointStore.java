package dev.fluxftp.reactor;

import dev.fluxftp.reactor.internal.journal.Journal;
import dev.fluxftp.transfer.Checkpoint;
import dev.fluxftp.transfer.CheckpointCodec;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Checkpoints as the values of a {@link Journal}. */
final class JournalCheckpointStore implements CheckpointStore {

    private final Path file;
    private final Journal journal;

    JournalCheckpointStore(Path file, JournalSpec spec) {
        this.file = file;
        this.journal = new Journal(file, spec.forceWithin(), spec.compactAbove());
    }

    @Override
    public Mono<Checkpoint> load(String key) {
        return journal.read(key).map(CheckpointCodec::decode);
    }

    @Override
    public Mono<Void> save(String key, Checkpoint checkpoint) {
        return Mono.defer(() -> journal.write(key, CheckpointCodec.encode(checkpoint)));
    }

    @Override
    public Mono<Void> clear(String key) {
        return journal.remove(key);
    }

    @Override
    public Mono<Void> disposeLater() {
        return journal.close();
    }

    @Override
    public String toString() {
        return "CheckpointStore[" + file + "]";
    }
}
