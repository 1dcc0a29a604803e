package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.CheckpointStore;
import dev.fluxftp.reactor.FtpChunk;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What was acknowledged does not come again, also for a client that did not exist then. */
interface CheckpointContract extends Contract {

    String KEY = "checkpoint";

    private Path journal() {
        return local().resolve("journal");
    }

    /** As another program does: with a store and a client of its own. Ends with the store. */
    private byte[] rest(String path, CheckpointStore store) {
        Flux<FtpChunk> chunks =
                client(client -> client.pool(pool -> pool)).downloadChunks(path, store, spec -> spec.key(KEY));
        byte[] rest = Contract.collect(chunks.doOnNext(FtpChunk::acknowledge).map(FtpChunk::content));
        await(store.disposeLater());
        return rest;
    }

    /** Acknowledges about a third and goes away, without a word on the rest. */
    private long begin(String path) {
        CheckpointStore store = CheckpointStore.journal(journal());
        AtomicLong delivered = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        Long seen = await(client(client -> client.pool(pool -> pool))
                .downloadChunks(path, store, spec -> spec.key(KEY))
                .doOnNext(chunk -> {
                    delivered.addAndGet(chunk.content().readableBytes());
                    if (delivered.get() < 2 * MIB) {
                        acknowledged.set(delivered.get());
                        chunk.acknowledge();
                    }
                })
                .takeUntil(chunk -> delivered.get() > 3 * MIB)
                .count());
        assertThat(seen).isGreaterThan(1);
        await(store.load(KEY)
                .filter(checkpoint -> checkpoint.offset() == acknowledged.get())
                .repeatWhenEmpty(Integer.MAX_VALUE, again -> again));
        await(store.disposeLater());
        return acknowledged.get();
    }

    @Test
    default void chunks_go_on_after_what_was_acknowledged() {
        String path = folder() + "/file";
        byte[] whole = bytes(8 * MIB);
        server().put(path, whole);
        long offset = begin(path);
        assertThat(offset).isPositive();

        assertThat(rest(path, CheckpointStore.journal(journal())))
                .isEqualTo(Arrays.copyOfRange(whole, (int) offset, whole.length));

        server().log()
                .ifPresent(log -> assertThat(log)
                        .as("commands that the server heard")
                        .anySatisfy(line -> assertThat(line).contains("REST " + offset)));
        assertThat(rest(path, CheckpointStore.journal(journal())))
                .as("all is acknowledged")
                .isEmpty();
    }

    @Test
    default void a_file_of_another_size_is_another_file() {
        String path = folder() + "/file";
        server().put(path, bytes(8 * MIB));
        var unused = begin(path);
        server().put(path, bytes(8 * MIB + 1));
        CheckpointStore store = CheckpointStore.journal(journal());

        assertThatThrownBy(() -> await(client().downloadChunks(path, store, spec -> spec.key(KEY))
                        .then()))
                .isInstanceOf(RemoteChangedException.class);
        assertThat(await(client().downloadChunks(
                                path, store, spec -> spec.key(KEY).restartWhenChanged())
                        .next()
                        .map(FtpChunk::offset)))
                .isZero();
        await(store.disposeLater());
    }
}
