package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.session.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Chunks that are acknowledged, and where a later subscription goes on. */
class ChunkDownloadTest extends ScriptedServerTest {

    private static final int OFFSET = 100_001;
    private static final UnaryOperator<FtpClient> HASTY =
            deadlines(d -> d.dataIdle(Duration.ofMillis(400)).close(Duration.ofMillis(400)));
    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00Z");

    private final ScriptedStore store = new ScriptedStore();

    private static String key(ScriptedFtpServer server) {
        return "//tester@localhost:" + server.port() + "/%2Fa";
    }

    /** Acknowledges what the test says, and returns all bytes. The chunks must follow one another. */
    private static byte[] consume(Flux<FtpChunk> chunks, long from, Predicate<FtpChunk> which) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        awaitEnd(chunks.doOnNext(chunk -> {
            assertThat(chunk.offset()).isEqualTo(from + all.size());
            all.writeBytes(ByteBufUtil.getBytes(chunk.content()));
            if (which.test(chunk)) {
                chunk.acknowledge();
            }
        }));
        return all.toByteArray();
    }

    /** A third of the file, acknowledged by somebody who is no more. */
    private long begin(ScriptedFtpServer server) {
        server.on("RETR").once().with(new Fault.StallDataAfter(OFFSET));
        long[] got = new long[1];
        awaitEnd(client(server)
                .downloadChunks("/a", store)
                .doOnNext(FtpChunk::acknowledge)
                .takeUntil(chunk -> (got[0] += chunk.content().readableBytes()) == OFFSET));
        store.awaitOffset(key(server), OFFSET);
        server.sessions().awaitNoData(SOON);
        server.forgetRules();
        server.commands().clear();
        return OFFSET;
    }

    private static List<String> restarts(ScriptedFtpServer server) {
        return server.commands().lines().stream()
                .filter(line -> line.startsWith("REST "))
                .toList();
    }

    // ---- where it begins

    @Test
    void theWholeFileIsAcknowledgedOnce() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);
        assertThat(consume(client.downloadChunks("/a", store), 0, chunk -> true))
                .isEqualTo(BYTES);
        assertThat(store.offset(key(server))).as("saved when it completes").isEqualTo(SIZE);
        assertThat(awaitAll(client.downloadChunks("/a", store))).isEmpty();
        assertThat(server.commands().count("RETR")).isEqualTo(1);
        awaitEnd(store.clear(key(server)));
        assertThat(consume(client.downloadChunks("/a", store), 0, chunk -> true))
                .isEqualTo(BYTES);
    }

    @Test
    void goesOnAfterWhatWasAcknowledged() {
        ScriptedFtpServer server = serve();
        long offset = begin(server);
        assertThat(consume(client(server).downloadChunks("/a", store), offset, chunk -> true))
                .isEqualTo(Arrays.copyOfRange(BYTES, (int) offset, SIZE));
        assertThat(restarts(server)).containsExactly("REST " + offset);
        assertThat(store.offset(key(server))).isEqualTo(SIZE);
    }

    @Test
    void whatWasNotAcknowledgedComesAgain() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);
        long[] first = new long[1];
        byte[] all = consume(client.downloadChunks("/a", store), 0, chunk -> {
            first[0] = chunk.offset() == 0 ? chunk.content().readableBytes() : first[0];
            return chunk.offset() != first[0]; // all but the second
        });
        assertThat(all).isEqualTo(BYTES);
        assertThat(store.offset(key(server))).isEqualTo(first[0]).isPositive();
        assertThat(consume(client.downloadChunks("/a", store), first[0], chunk -> false))
                .isEqualTo(Arrays.copyOfRange(BYTES, (int) first[0], SIZE));
    }

    @Test
    void anEmptyFileHasNoChunk() {
        ScriptedFtpServer server = serve(s -> s.file("/empty", ""));
        assertThat(awaitAll(client(server).downloadChunks("/empty", store))).isEmpty();
        assertThat(store.saves).isEmpty();
    }

    @Test
    void healsWithoutASeam() {
        ScriptedFtpServer server = serve();
        server.on("RETR").once().with(new Fault.DropDataAfter(100_000));
        server.on("RETR").nth(2).with(new Fault.ResetDataAfter(150_000));
        assertThat(consume(client(server).downloadChunks("/a", store), 0, chunk -> chunk.offset() % 2 == 0))
                .isEqualTo(BYTES);
    }

    @Test
    void onAHeldConnectionAsWell() {
        ScriptedFtpServer server = serve();
        long offset = begin(server);
        FtpConnection connection = connect(client(server));
        assertThat(consume(connection.downloadChunks("/a", store), offset, chunk -> true))
                .hasSize((int) (SIZE - offset));
    }

    @Test
    void anErrorOfTheServerSavesWhatWasAcknowledged() {
        ScriptedFtpServer server = serve();
        server.on("RETR").once().with(new Fault.StallDataAfter(120_000));
        server.on("RETR").nth(2).with(new Fault.RefuseData("550 Gone."));
        NegativeReplyException e = failure(
                NegativeReplyException.class,
                client(server, HASTY)
                        .downloadChunks("/a", store, spec -> spec.saveEvery(1 << 30))
                        .doOnNext(FtpChunk::acknowledge));
        assertThat(e).hasMessageContaining("550");
        assertThat(store.offset(key(server))).isEqualTo(120_000);
        assertThat(store.saves).hasSize(1);
    }

    // ---- keys

    @Test
    void aKeyOfOnesOwn() {
        ScriptedFtpServer server = serve();
        consume(client(server).downloadChunks("/a", store, spec -> spec.key("mine")), 0, chunk -> true);
        assertThat(store.offset("mine")).isEqualTo(SIZE);
        assertThat(store.offset(key(server))).isEqualTo(-1);
    }

    @Test
    void aKeyThatBelongsToAnotherFile() {
        ScriptedFtpServer server = serve(s -> s.file("/b", BYTES));
        FtpClient client = client(server);
        consume(client.downloadChunks("/a", store, spec -> spec.key("mine")), 0, chunk -> true);
        assertThat(failure(RemoteChangedException.class, client.downloadChunks("/b", store, spec -> spec.key("mine"))))
                .hasMessageContaining("/%2Fa and not of //tester@localhost");
    }

    @Test
    void theSecretIsNowhere() throws Exception {
        ScriptedFtpServer server = serve();
        CheckpointStore journal = CheckpointStore.journal(folder.resolve("journal"));
        FtpClient known = client(server);
        FtpClient asked = client(server, c -> c.credentials(Mono.just(Credentials.of("tester", "secret"))));
        consume(known.downloadChunks("/a", journal), 0, chunk -> true);
        consume(asked.downloadChunks("/a", journal), 0, chunk -> true);
        awaitEnd(journal.disposeLater());
        assertThat(Files.readString(folder.resolve("journal"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("//tester@localhost:", "//localhost:")
                .doesNotContain("secret");
    }

    @Test
    void whatCannotBeSaidIsNotBegun() {
        ScriptedFtpServer server = serve();
        assertThat(failure(IllegalArgumentException.class, client(server).downloadChunks("/a\r\nDELE /a", store)))
                .isNotNull();
        assertThat(server.commands().all()).isEmpty();
    }

    // ---- another file

    private static void change(ScriptedFtpServer server, String how) {
        switch (how) {
            case "grew" -> server.files().append("/a", new byte[1]).touch("/a", THEN);
            case "shrank" -> server.files().put("/a", new byte[10]).touch("/a", THEN);
            case "newer" -> server.files().touch("/a", THEN.plusSeconds(1));
            case "replaced" -> server.files().put("/a", new byte[SIZE]).touch("/a", THEN);
            default -> server.files().remove("/a");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true,grew",
        "true,shrank",
        "true,newer",
        "true,replaced",
        "true,deleted",
        "false,grew",
        "false,shrank",
        "false,newer",
        "false,deleted"
    })
    void doesNotGoOnInAnotherFile(boolean machine, String how) {
        ScriptedFtpServer server = serve(s -> {
            s.files(tree -> tree.touch("/a", THEN));
            if (!machine) {
                s.without("MLST", "MLSD");
            }
        });
        long offset = begin(server);
        change(server, how);
        RemoteChangedException e =
                failure(RemoteChangedException.class, client(server).downloadChunks("/a", store));
        assertThat(e.bytes()).isEqualTo(offset);
        assertThat(server.commands().count("RETR")).isZero();
        assertThat(store.offset(key(server))).as("the checkpoint stays").isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({"grew", "shrank", "newer", "replaced"})
    void beginsAgainInAnotherFileIfAsked(String how) {
        ScriptedFtpServer server = serve(s -> s.files(tree -> tree.touch("/a", THEN)));
        var unused = begin(server);
        change(server, how);
        assertThat(consume(client(server).downloadChunks("/a", store, ChunkSpec::restartWhenChanged), 0, chunk -> true))
                .isEqualTo(server.files().get("/a"));
        assertThat(restarts(server)).isEmpty();
        assertThat(store.offset(key(server))).isEqualTo(server.files().size("/a"));
    }

    @Test
    void beginsAgainOnlyWhereItIsAnotherFile() {
        ScriptedFtpServer server = serve();
        long offset = begin(server);
        assertThat(consume(
                        client(server).downloadChunks("/a", store, ChunkSpec::restartWhenChanged),
                        offset,
                        chunk -> true))
                .hasSize((int) (SIZE - offset));
    }

    @Test
    void doesNotGoOnWhereNothingShowsThatItIsTheSame() {
        ScriptedFtpServer server = serve(s -> s.without("MLST", "MLSD", "SIZE", "MDTM"));
        var unused = begin(server);
        assertThat(failure(RemoteChangedException.class, client(server).downloadChunks("/a", store)))
                .hasMessageContaining("does not tell enough");
    }

    @Test
    void aFileThatChangesMeanwhileIsAnErrorInAnyCase() {
        ScriptedFtpServer server = serve(s -> s.files(tree -> tree.touch("/a", THEN)));
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000)).before(() -> change(server, "newer"));
        long[] got = new long[1];
        var e = failure(
                RemoteChangedException.class,
                client(server, HASTY)
                        .downloadChunks("/a", store, ChunkSpec::restartWhenChanged)
                        .doOnNext(chunk -> {
                            got[0] += chunk.content().readableBytes();
                            chunk.acknowledge();
                        }));
        assertThat(e.bytes()).isEqualTo(got[0]);
        assertThat(store.offset(key(server))).isEqualTo(got[0]);
        assertThat(consume(client(server).downloadChunks("/a", store, ChunkSpec::restartWhenChanged), 0, chunk -> true))
                .as("the next one begins again")
                .isEqualTo(BYTES);
    }

    // ---- late acknowledgements

    @Test
    void doesNotWaitForAcknowledgements() {
        ScriptedFtpServer server = serve();
        List<FtpChunk> chunks = awaitAll(client(server).downloadChunks("/a", store));
        assertThat(store.saves).isEmpty();
        for (int i = chunks.size() - 1; i > 0; i--) {
            chunks.get(i).acknowledge();
        }
        assertThat(store.saves).isEmpty();
        chunks.get(0).acknowledge();
        store.awaitOffset(key(server), SIZE);
    }

    @Test
    void acknowledgesAfterCancel() {
        ScriptedFtpServer server = serve();
        long[] got = new long[1];
        List<FtpChunk> chunks = awaitAll(client(server)
                .downloadChunks("/a", store)
                .doOnNext(chunk -> got[0] += chunk.content().readableBytes())
                .takeUntil(chunk -> got[0] > 50_000));
        assertThat(chunks.get(0)).asString().startsWith("FtpChunk[0 to ");
        Collections.reverse(chunks);
        chunks.forEach(FtpChunk::acknowledge);
        chunks.forEach(FtpChunk::acknowledge);
        store.awaitOffset(key(server), got[0]);
    }

    // ---- a store that fails

    @Test
    void cannotLoad() {
        ScriptedFtpServer server = serve();
        store.loadError = new IllegalStateException("cannot load");
        assertThat(failure(IllegalStateException.class, client(server).downloadChunks("/a", store)))
                .hasMessage("cannot load");
        assertThat(server.commands().all()).isEmpty();
    }

    @Test
    void cannotSave() {
        ScriptedFtpServer server = serve(s -> s.file("/big", Content.generated(1L << 30)));
        store.saveError = new IllegalStateException("cannot save");
        assertThat(failure(
                        IllegalStateException.class,
                        client(server).downloadChunks("/big", store).doOnNext(FtpChunk::acknowledge)))
                .hasMessage("cannot save");
        server.sessions().awaitNoData(SOON);
        assertThat(server.sessions().lastData().sent()).isLessThan(1L << 28);
    }

    @Test
    void cannotSaveAtTheEnd() {
        ScriptedFtpServer server = serve();
        store.saveError = new IllegalStateException("cannot save");
        assertThat(failure(
                        IllegalStateException.class,
                        client(server)
                                .downloadChunks("/a", store, spec -> spec.saveEvery(1 << 30))
                                .doOnNext(FtpChunk::acknowledge)))
                .hasMessage("cannot save");
    }

    @Test
    void theFirstErrorIsTold() {
        ScriptedFtpServer server = serve();
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000));
        server.on("RETR").nth(2).with(new Fault.RefuseData("550 Gone."));
        store.saveError = new IllegalStateException("cannot save");
        NegativeReplyException e = failure(
                NegativeReplyException.class,
                client(server, HASTY)
                        .downloadChunks("/a", store, spec -> spec.saveEvery(1 << 30))
                        .doOnNext(FtpChunk::acknowledge));
        assertThat(e.getSuppressed()).extracting(Throwable::getMessage).contains("cannot save");
    }

    @Test
    void aSlowStoreDoesNotSlowTheTransfer() {
        ScriptedFtpServer server = serve(s -> s.chunk(1_000));
        store.delay = Mono.<Void>empty().delaySubscription(Duration.ofMillis(200));
        assertThat(consume(client(server).downloadChunks("/a", store), 0, chunk -> true))
                .isEqualTo(BYTES);
        assertThat(store.saves).as("conflated").hasSizeLessThan(20).endsWith((long) SIZE);
    }

    // ---- demand and buffers

    @Test
    void givesNoMoreThanIsAskedFor() {
        // more than three reads of the data connection can bring, however much of it waits there
        ScriptedFtpServer server = serve(s -> s.file("/large", Content.generatedBytes(4 << 20)));
        StepVerifier.create(client(server).downloadChunks("/large", store), 0)
                .expectSubscription()
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(2)
                .expectNextCount(2)
                .expectNoEvent(Duration.ofMillis(100))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void aBufferThatIsRetainedMayBeUsedLater() {
        ScriptedFtpServer server = serve();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<FtpChunk> first = new ArrayList<>();
        awaitEnd(client(server)
                .downloadChunks("/a", store)
                .doOnNext(chunk -> {
                    first.add(chunk);
                    chunk.content().retain();
                })
                .publishOn(Schedulers.boundedElastic(), 2)
                .doOnNext(chunk -> {
                    ByteBuf content = chunk.content();
                    all.writeBytes(ByteBufUtil.getBytes(content));
                    content.release();
                    chunk.acknowledge();
                }));
        assertThat(all.toByteArray()).isEqualTo(BYTES);
        store.awaitOffset(key(server), SIZE);
        assertThat(first).allMatch(chunk -> chunk.content().refCnt() == 0);
    }

    @Test
    void acknowledgedBytesMayWaitForEver() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        CheckpointStore store = CheckpointStore.inMemory();
        awaitEnd(client(serve())
                .downloadChunks("/a", store, how -> how.key("k").saveEvery(forEver))
                .doOnNext(FtpChunk::acknowledge));
        assertThat(await(store.load("k")).offset()).isEqualTo(SIZE);
    }
}
