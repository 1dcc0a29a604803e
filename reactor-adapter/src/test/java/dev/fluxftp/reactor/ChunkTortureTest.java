package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import reactor.core.publisher.Mono;

/**
 * Subscribes again and again to one file, with a new client and a new store on the same journal each time: the connection
 * breaks anywhere, the subscriber goes away anywhere, chunks are acknowledged in any order, late, or never. Whatever
 * happens, a subscription never begins behind a byte that was not acknowledged, and in the end all bytes have been.
 */
class ChunkTortureTest extends ScriptedServerTest {

    private static final int LONG = 2_000_000;
    private static final int MOST_SUBSCRIPTIONS = 400;

    /** What is acknowledged last may find it closed: that is lost, as in a crash. */
    private static final Consumer<Throwable> STORE_IS_CLOSED =
            error -> assertThat(error).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");

    private record Delivered(FtpChunk chunk, int length) {}

    private final BitSet acknowledged = new BitSet();
    private int repeated;

    @RepeatedTest(4)
    void neverAGap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ScriptedFtpServer server =
                serve(s -> s.chunk(4_096).dataBuffers(8_192).files(tree -> tree.put("/big", Content.generated(LONG))));
        Path journal = folder.resolve("journal");
        int subscriptions = 0;
        while (acknowledged.nextClearBit(0) < LONG) {
            assertThat(++subscriptions).as("seed %d", seed).isLessThan(MOST_SUBSCRIPTIONS);
            server.forgetRules();
            faults(random).forEach(server.on("RETR").first(1 + random.nextInt(3))::with);
            CheckpointStore store = CheckpointStore.journal(journal, j -> j.compactAbove(2_000));
            subscribe(server, store, random, seed);
            awaitEnd(store.disposeLater());
        }
        System.out.printf(
                "chunk torture, seed %d: %d subscriptions, %,d bytes came again%n", seed, subscriptions, repeated);
    }

    private static List<Fault> faults(Random random) {
        long at = random.nextInt(400_000);
        return switch (random.nextInt(6)) {
            case 0 -> List.of(new Fault.DropDataAfter(at));
            case 1 -> List.of(new Fault.ResetDataAfter(at));
            case 2 -> List.of(new Fault.KillSession(at));
            case 3 -> List.of(new Fault.DropDataAfter(at, "226 Transfer complete."));
            case 4 -> List.of(new Fault.RefuseData("550 Not now."));
            default -> List.of();
        };
    }

    /** Until it ends or has enough, whichever comes first; then acknowledges some of what is left over. */
    private void subscribe(ScriptedFtpServer server, CheckpointStore store, Random random, long seed) {
        long begin = acknowledged.nextClearBit(0);
        int enough = 1 + random.nextInt(600_000);
        int window = 1 + random.nextInt(20);
        List<Delivered> open = new ArrayList<>();
        long[] next = {-1};
        long[] got = new long[1];
        awaitEnd(client(server)
                .downloadChunks("/big", store, spec -> random(spec, random))
                .doOnNext(chunk -> {
                    if (next[0] < 0) {
                        assertThat(chunk.offset()).as("seed %d: no gap", seed).isLessThanOrEqualTo(begin);
                        repeated += (int) (begin - chunk.offset());
                        next[0] = chunk.offset();
                    }
                    check(chunk, next[0], seed);
                    next[0] += chunk.content().readableBytes();
                    got[0] += chunk.content().readableBytes();
                    open.add(new Delivered(chunk, chunk.content().readableBytes()));
                    if (open.size() >= window) {
                        acknowledgeSome(open, random);
                    }
                })
                .takeWhile(chunk -> got[0] < enough)
                .onErrorResume(FtpException.class, e -> Mono.empty())
                .contextWrite(context -> context.put("reactor.onErrorDropped.local", STORE_IS_CLOSED)));
        Collections.shuffle(open, random);
        acknowledgeSome(open, random); // late
    }

    private static ChunkSpec random(ChunkSpec spec, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> spec.saveEvery(100_000);
            case 1 -> spec.saveEvery(Duration.ofMillis(5));
            default -> spec;
        };
    }

    private static void check(FtpChunk chunk, long expected, long seed) {
        assertThat(chunk.offset()).as("seed %d", seed).isEqualTo(expected);
        ByteBuf content = chunk.content();
        byte[] bytes = ByteBufUtil.getBytes(content);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != Content.generatedAt(expected + i)) {
                throw new AssertionError("seed " + seed + ": wrong byte at " + (expected + i));
            }
        }
    }

    private void acknowledgeSome(List<Delivered> open, Random random) {
        Collections.shuffle(open, random);
        int keep = random.nextInt(3);
        while (open.size() > keep) {
            Delivered delivered = open.remove(open.size() - 1);
            int offset = (int) delivered.chunk().offset();
            acknowledged.set(
                    offset, offset + delivered.length()); // before the call: from then on it may be on the disk
            delivered.chunk().acknowledge();
        }
    }
}
