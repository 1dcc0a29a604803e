package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.transfer.Checkpoint;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * Where {@code downloadChunks} keeps how far a file has been acknowledged. Implementations do not block, are cold, and may
 * be asked from any thread; {@code CheckpointCodec} makes bytes of a checkpoint. For one key, a save that is subscribed
 * after another one completed takes effect after it.
 */
@CheckReturnValue
public interface CheckpointStore {

    /** The checkpoint that was saved last; empty when there is none. */
    Mono<Checkpoint> load(String key);

    /** Completes once the checkpoint is as durable as this store makes it. Replaces what the key had. */
    Mono<Void> save(String key, Checkpoint checkpoint);

    /** The next download with this key begins at the first byte. */
    Mono<Void> clear(String key);

    /**
     * Gives back what the store holds, after all that was asked before; it is of no use afterwards. The last save of a
     * download that was cancelled is asked behind the cancel: what comes too late for it is delivered again.
     */
    default Mono<Void> disposeLater() {
        return Mono.empty();
    }

    /** Lasts as long as the object. */
    static CheckpointStore inMemory() {
        return new MemoryCheckpointStore();
    }

    /** A file that survives crashes, with each save forced to the disk; see {@link #journal(Path, UnaryOperator)}. */
    static CheckpointStore journal(Path file) {
        return journal(file, spec -> spec);
    }

    /**
     * A file that checkpoints are appended to, each with a checksum; what has become garbage is removed from time to time,
     * by putting a new file in its place. It is opened at the first use, off the event loop, and made if there is none in
     * a folder that exists. From then until {@link #disposeLater()} or the end of the process nobody else can use it; a file
     * {@code name.lock} beside it sees to that, and stays. All checkpoints that count are held in memory.
     *
     * <p>A checkpoint that was being written when the process died is ignored. Errors: {@code CheckpointException} where
     * another store or another process has it open, where the file is something else, of a newer version, or damaged
     * anywhere but at its end (it is left as it is then); {@code LocalFileException} where the disk says no;
     * {@code IllegalStateException} after {@link #disposeLater()}. Cancel of a save does not undo it.
     */
    static CheckpointStore journal(Path file, UnaryOperator<JournalSpec> how) {
        return new JournalCheckpointStore(file, how.apply(JournalSpec.DEFAULT));
    }
}
