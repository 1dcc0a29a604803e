package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.Replay;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** A checkpoint remembers what came before it, so that another process can compare that. */
class ChunkReplayTest extends ScriptedServerTest {

    private static final int OFFSET = 100_001;
    private static final String KEY = "key";
    private static final String[] FACTS = {"MLST", "MLSD", "SIZE", "MDTM"};

    private final ScriptedStore store = new ScriptedStore();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    private Flux<FtpChunk> chunks(
            ScriptedFtpServer server, UnaryOperator<Replay> replay, UnaryOperator<ChunkSpec> how) {
        Duration brief = Duration.ofMillis(400);
        FtpClient client = client(
                server,
                c -> c.deadlines(d -> d.dataIdle(brief).finalReply(brief).close(brief))
                        .replay(replay));
        return client.downloadChunks("/a", store, spec -> how.apply(spec.key(KEY)))
                .doOnNext(chunk -> got.writeBytes(ByteBufUtil.getBytes(chunk.content())));
    }

    /** The first third comes and is acknowledged, its last chunk first; then the process is no more. */
    private void begin(ScriptedFtpServer server, UnaryOperator<Replay> replay) {
        server.on("RETR").once().with(new Fault.StallDataAfter(OFFSET));
        List<FtpChunk> chunks = new ArrayList<>();
        awaitEnd(chunks(server, replay, spec -> spec).doOnNext(chunks::add).takeUntil(chunk -> got.size() == OFFSET));
        Collections.reverse(chunks);
        chunks.forEach(FtpChunk::acknowledge);
        store.awaitOffset(KEY, OFFSET);
        server.sessions().awaitNoData(SOON);
        server.forgetRules();
        server.commands().clear();
        got.reset();
    }

    private static byte[] rest() {
        return Arrays.copyOfRange(BYTES, OFFSET, SIZE);
    }

    private static byte[] other() {
        byte[] other = BYTES.clone();
        other[OFFSET - 1] ^= 1;
        return other;
    }

    private static List<String> restarts(ScriptedFtpServer server) {
        return server.commands().lines().stream()
                .filter(line -> line.startsWith("REST "))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, OFFSET, 200_000})
    void bytesThatAgreeAreEnough(int overlap) {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        begin(server, r -> r.overlap(overlap));
        awaitEnd(chunks(server, r -> r.overlap(overlap), spec -> spec).doOnNext(FtpChunk::acknowledge));
        assertThat(got.toByteArray()).isEqualTo(rest());
        assertThat(restarts(server)).isEqualTo(overlap < OFFSET ? List.of("REST " + (OFFSET - overlap)) : List.of());
        assertThat(store.offset(KEY)).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @CsvSource({"1000,5000", "5000,1000"})
    void theOneThatWasKeptCounts(int then, int now) {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        begin(server, r -> r.overlap(then));
        server.on("RETR").once().with(new Fault.StallDataAfter(then + 2_000));
        awaitEnd(chunks(server, r -> r.overlap(now), spec -> spec));
        assertThat(got.toByteArray()).isEqualTo(rest());
        int known = Math.min(now, then + 2_000);
        assertThat(restarts(server)).containsExactly("REST " + (OFFSET - then), "REST " + (OFFSET + 2_000 - known));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesThatDifferAreAnotherFile(boolean restarts) {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        begin(server, r -> r.overlap(1_000));
        server.files().put("/a", other());
        if (restarts) {
            awaitEnd(chunks(server, r -> r.overlap(1_000), ChunkSpec::restartWhenChanged)
                    .doOnNext(FtpChunk::acknowledge));
            assertThat(got.toByteArray()).isEqualTo(other());
            assertThat(store.offset(KEY)).isEqualTo(SIZE);
        } else {
            failure(RemoteChangedException.class, chunks(server, r -> r.overlap(1_000), spec -> spec));
            assertThat(got.size()).isZero();
            assertThat(store.offset(KEY)).as("the checkpoint stays").isEqualTo(OFFSET);
        }
    }

    @Test
    void aCompleteFileIsComparedToo() {
        ScriptedFtpServer server = serve(s -> s.without("MLST", "MLSD", "MDTM"));
        awaitEnd(chunks(server, r -> r.overlap(10), spec -> spec).doOnNext(FtpChunk::acknowledge));
        awaitEnd(chunks(server, r -> r.overlap(10), spec -> spec));
        assertThat(got.size()).isEqualTo(SIZE);
        byte[] other = BYTES.clone();
        other[SIZE - 1] ^= 1;
        server.files().put("/a", other);
        failure(RemoteChangedException.class, chunks(server, r -> r.overlap(10), spec -> spec));
    }

    @Test
    void whereNothingWasKeptTheFactsHaveToDo() {
        ScriptedFtpServer told = serve();
        begin(told, r -> r);
        awaitEnd(chunks(told, r -> r.overlap(1_000), spec -> spec));
        assertThat(got.toByteArray()).isEqualTo(rest());
        assertThat(restarts(told)).containsExactly("REST " + OFFSET);
    }

    @Test
    void whereNothingWasKeptOrToldNothingIsShown() {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        begin(server, r -> r);
        assertThat(failure(RemoteChangedException.class, chunks(server, r -> r.overlap(1_000), spec -> spec)))
                .hasMessageContaining("does not tell enough");
    }

    @Test
    void whatWasKeptIsNotUsedUnlessWanted() {
        ScriptedFtpServer server = serve();
        begin(server, r -> r.overlap(1_000));
        awaitEnd(chunks(server, r -> r, spec -> spec));
        assertThat(restarts(server)).containsExactly("REST " + OFFSET);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restThatIsIgnoredIsNoticedBeforeAWrongByte(boolean skips) {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        begin(server, r -> r.overlap(1_000));
        server.on("RETR").with(new Fault.IgnoreRest());
        Flux<FtpChunk> chunks =
                chunks(server, r -> skips ? r.overlap(1_000).skipWithoutRestart() : r.overlap(1_000), spec -> spec);
        if (skips) {
            awaitEnd(chunks);
            assertThat(got.toByteArray()).isEqualTo(rest());
        } else {
            failure(ProtocolViolationException.class, chunks);
            assertThat(got.size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutRest(boolean skips) {
        ScriptedFtpServer server = serve(s -> s.without("REST"));
        begin(server, r -> r);
        Flux<FtpChunk> chunks = chunks(server, r -> skips ? r.skipWithoutRestart() : r, spec -> spec);
        if (skips) {
            awaitEnd(chunks);
            assertThat(got.toByteArray()).isEqualTo(rest());
        } else {
            failure(NegativeReplyException.class, chunks);
        }
    }

    @Test
    void theHashOfTheFileIsKept() {
        ScriptedFtpServer server = serve(s -> s.hashes().without(FACTS));
        begin(server, Replay::compareHashes);
        server.files().put("/a", other());
        assertThat(failure(RemoteChangedException.class, chunks(server, Replay::compareHashes, spec -> spec)))
                .hasMessageContaining("its hash was SHA-512");
        server.files().put("/a", BYTES);
        awaitEnd(chunks(server, Replay::compareHashes, spec -> spec));
        assertThat(got.toByteArray()).isEqualTo(rest());
    }
}
