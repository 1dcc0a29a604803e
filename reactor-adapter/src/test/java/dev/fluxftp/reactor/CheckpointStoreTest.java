package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import dev.fluxftp.reactor.internal.journal.Journal;
import dev.fluxftp.transfer.Checkpoint;
import dev.fluxftp.transfer.CheckpointCodec;
import dev.fluxftp.transfer.RemoteIdentity;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class CheckpointStoreTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RemoteIdentity FILE = new RemoteIdentity(500, null, "x");

    @TempDir
    Path folder;

    private CheckpointStore store(String kind) {
        Path file = folder.resolve("checkpoints");
        return switch (kind) {
            case "memory" -> CheckpointStore.inMemory();
            case "journal" -> CheckpointStore.journal(file);
            case "forced within" -> CheckpointStore.journal(file, j -> j.forceWithin(Duration.ofSeconds(1)));
            case "compacted" -> CheckpointStore.journal(file, j -> j.compactAbove(0));
            default -> CheckpointStore.journal(file, JournalSpec::forceNever);
        };
    }

    private static Checkpoint checkpoint(long offset) {
        return new Checkpoint("//h:21/a", FILE, offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "journal", "forced within", "compacted", "never forced"})
    void keepsTheLastOne(String kind) {
        CheckpointStore store = store(kind);
        assertThat(store.load("a").block(SOON)).isNull();
        store.save("a", checkpoint(1)).block(SOON);
        store.save("b", checkpoint(2)).block(SOON);
        store.save("a", checkpoint(3)).block(SOON);
        assertThat(store.load("a").block(SOON)).isEqualTo(checkpoint(3));
        store.clear("a").block(SOON);
        store.clear("a").block(SOON);
        assertThat(store.load("a").block(SOON)).isNull();
        assertThat(store.load("b").block(SOON)).isEqualTo(checkpoint(2));
        store.disposeLater().block(SOON);
        if (!kind.equals("memory")) {
            CheckpointStore later = store(kind);
            assertThat(later.load("a").block(SOON)).isNull();
            assertThat(later.load("b").block(SOON)).isEqualTo(checkpoint(2));
            later.disposeLater().block(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "journal"})
    void nothingHappensWithoutASubscriber(String kind) {
        CheckpointStore store = store(kind);
        Mono<Void> save = store.save("a", checkpoint(1));
        assertThat(store.load("a").block(SOON)).isNull();
        save.block(SOON);
        Mono<Void> clear = store.clear("a");
        assertThat(store.load("a").block(SOON)).isNotNull();
        clear.block(SOON);
        store.disposeLater().block(SOON);
    }

    @Test
    void aCheckpointOfANewerVersionIsAnErrorOfItsOwn() {
        byte[] newer = CheckpointCodec.encode(checkpoint(1));
        newer[5] = CheckpointCodec.VERSION + 1;
        Journal journal = new Journal(folder.resolve("checkpoints"), Duration.ZERO, 0);
        journal.write("a", newer).block(SOON);
        journal.write("b", CheckpointCodec.encode(checkpoint(2))).block(SOON);
        journal.close().block(SOON);
        CheckpointStore store = store("journal");
        CheckpointException refusal = catchThrowableOfType(
                CheckpointException.class, () -> store.load("a").block(SOON));
        assertThat(refusal.reason()).isEqualTo(Reason.NEWER_VERSION);
        assertThat(store.load("b").block(SOON)).as("the others are of use").isEqualTo(checkpoint(2));
        store.clear("a").block(SOON);
        assertThat(store.load("a").block(SOON)).isNull();
        store.disposeLater().block(SOON);
    }

    @Test
    void saysWhereItIs() {
        assertThat(store("memory")).hasToString("CheckpointStore[in memory]");
        assertThat(store("journal")).hasToString("CheckpointStore[" + folder.resolve("checkpoints") + "]");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> JournalSpec.DEFAULT.forceWithin(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> JournalSpec.DEFAULT.compactAbove(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ChunkSpec.DEFAULT.saveEvery(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ChunkSpec.DEFAULT.saveEvery(Duration.ofMillis(-1)));
        assertThat(JournalSpec.DEFAULT.forceNever().forceEverySave()).isEqualTo(JournalSpec.DEFAULT);
    }
}
