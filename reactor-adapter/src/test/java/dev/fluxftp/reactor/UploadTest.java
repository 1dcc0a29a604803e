package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.Fault.When;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Uploads, and faults F87 to F97. Every buffer that a source here has given is counted, and has to be released. */
class UploadTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final UnaryOperator<FtpClient> HASTY =
            deadlines(d -> d.dataIdle(SHORT).finalReply(SHORT).close(SHORT).reply(SHORT));

    private final Queue<ByteBuf> given = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requested = new AtomicInteger();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private Flux<ByteBuf> watched(Flux<ByteBuf> source) {
        return source.doOnNext(given::add)
                .doOnRequest(n -> requested.addAndGet((int) n))
                .doOnSubscribe(s -> subscribed.set(true))
                .doOnCancel(() -> cancelled.set(true));
    }

    private Flux<ByteBuf> source() {
        return watched(content(BYTES, 10_000));
    }

    /** Without end, in pieces of 64 KiB. */
    private Flux<ByteBuf> endless() {
        return watched(Flux.generate(sink -> sink.next(Unpooled.buffer(65536).writerIndex(65536))));
    }

    @AfterEach
    void everyBufferIsReleased() throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (given.stream().anyMatch(buffer -> buffer.refCnt() != 0) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(given).allMatch(buffer -> buffer.refCnt() == 0);
    }

    // ---- what arrives

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 262_144, 262_145, 1_000_000})
    void arrivesWhatWasSent(int size) {
        ScriptedFtpServer server = serve();
        byte[] all = Content.generatedBytes(size);
        for (int piece : List.of(Math.max(1, size), 8192, 100_003)) {
            TransferReport report = await(client(server).upload("/b", watched(content(all, piece))));
            assertThat(server.files().get("/b")).isEqualTo(all);
            assertThat(report.bytes()).isEqualTo(size);
            assertThat(report.size()).isEqualTo(size);
            assertThat(report.verification()).isEqualTo(Verification.SIZE);
            assertThat(report.attempts()).isEqualTo(1);
            assertThat(report.reply()).isNotNull();
        }
    }

    @Test
    void takesBuffersOfAnyKindFromAnyThread() {
        ScriptedFtpServer server = serve();
        Flux<ByteBuf> source = content(BYTES, 3000)
                .flatMapSequential(buffer -> Mono.just(buffer).subscribeOn(Schedulers.parallel()), 4)
                .concatMap(buffer -> Flux.just(Unpooled.buffer(0), buffer, Unpooled.directBuffer(4)));
        await(client(server).upload("/b", watched(source)));
        assertThat(server.files().get("/b")).isEqualTo(BYTES);
    }

    @Test
    void waitsForASlowSource() {
        ScriptedFtpServer server = serve();
        Flux<ByteBuf> slow = content(BYTES, 100_000).delayElements(SHORT.multipliedBy(2));
        await(client(server, HASTY).upload("/b", watched(slow)));
        assertThat(server.files().get("/b")).isEqualTo(BYTES);
    }

    @Test
    void seesTheSubscribersContext() {
        AtomicReference<Object> seen = new AtomicReference<>();
        Flux<ByteBuf> source = Flux.deferContextual(context -> {
            seen.set(context.get("who"));
            return content(BYTES, 10_000);
        });
        await(client(serve()).upload("/b", watched(source)).contextWrite(context -> context.put("who", "me")));
        assertThat(seen).hasValue("me");
    }

    @Test
    void twoSubscriptionsAreTwoUploads() {
        ScriptedFtpServer server = serve();
        Mono<TransferReport> upload = client(server).upload("/b", source());
        assertThat(server.sessions().total()).isZero();
        await(upload);
        await(upload);
        assertThat(server.commands().count("STOR")).isEqualTo(2);
    }

    @Test
    void believesTheReplyWhereTheServerTellsNoSize() {
        ScriptedFtpServer server = serve(s -> s.without("SIZE"));
        assertThat(await(client(server).upload("/b", source())).verification()).isEqualTo(Verification.REPLY);
    }

    @Test
    void noticesThatTheServerKeptLess() {
        ScriptedFtpServer server = serve();
        server.on("SIZE").with(new Fault.LieAboutSize(SIZE - 1));
        IncompleteTransferException e =
                failure(IncompleteTransferException.class, client(server).upload("/b", source()));
        assertThat(e.bytes()).isEqualTo(SIZE - 1);
        assertThat(e.expected()).hasValue(SIZE);
    }

    // ---- demand

    @Test
    void asksTheSourceForNoMoreThanTheNetworkTakes() {
        ScriptedFtpServer server = serve(s -> s.dataBuffers(8192));
        CountDownLatch until = new CountDownLatch(1);
        server.on("STOR").with(new Fault.StallDataAfter(100_000, until));
        int pieces = 400;
        Flux<ByteBuf> source = watched(
                Flux.range(0, pieces).map(i -> Unpooled.directBuffer(65536).writerIndex(65536)));
        Mono<TransferReport> upload = client(server).upload("/b", source).cache();
        Disposable running = upload.subscribe();
        server.sessions()
                .await("stalled", s -> !s.data().isEmpty() && s.lastData().received() >= 100_000, SOON);
        int before;
        do {
            before = given.size();
            await(Mono.delay(SHORT));
        } while (given.size() != before);
        long unwritten = given.stream().filter(buffer -> buffer.refCnt() > 0).count();
        System.out.printf(
                "stalled upload: %d of %d buffers asked for, %d not yet with the kernel%n",
                given.size(), pieces, unwritten);
        assertThat(unwritten).isBetween(1L, 8L);
        assertThat(given.size()).isLessThan(pieces);
        until.countDown();
        assertThat(await(upload).bytes()).isEqualTo(pieces * 65536L);
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void doesNotWaitForEverForAServerThatDoesNotRead() {
        ScriptedFtpServer server = serve(s -> s.dataBuffers(8192));
        server.on("STOR").with(new Fault.StallDataAfter(100_000));
        IncompleteTransferException e =
                failure(IncompleteTransferException.class, client(server, HASTY).upload("/b", endless()));
        assertThat(e.getCause()).isInstanceOf(DeadlineExceededException.class);
        assertThat(e.bytes()).isGreaterThanOrEqualTo(100_000);
        assertThat(cancelled).isTrue();
    }

    // ---- the server says no

    @ParameterizedTest
    @ValueSource(strings = {"553 Could not create file.", "550 No.", "532 Account, please.", "450 Busy.", "425 No."})
    void doesNotTouchTheSourceWhereTheServerRefuses(String reply) {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.RefuseData(reply));
        FtpClient client = client(server);
        NegativeReplyException e = failure(NegativeReplyException.class, client.upload("/b", source()));
        assertThat(e).hasMessageContaining(reply).hasMessageContaining("STOR /b");
        assertThat(subscribed).isFalse();
        await(client.upload("/b", source()));
        assertThat(server.sessions().total())
                .as("the session is as good as before")
                .isEqualTo(1);
    }

    @Test
    void saysWhatTheServerSaidAtTheEnd() {
        ScriptedFtpServer server = serve();
        server.on("STOR").nth(1).with(new Fault.FinalReply("452 Disk full."));
        server.on("STOR").nth(2).with(new Fault.FinalReply("551 Sorry."));
        for (String word : List.of("452", "551")) {
            FtpException e = failure(FtpException.class, client(server).upload("/b", source()));
            assertThat(e.reply().orElseThrow().code()).isEqualTo(Integer.parseInt(word));
            assertThat(e.bytes()).isEqualTo(SIZE);
            assertThat(e.isTransient()).isFalse();
        }
    }

    static Stream<Fault> breaks() {
        return Stream.of(
                new Fault.ResetDataAfter(500_000, "426 Broken."),
                new Fault.ResetDataAfter(500_000, "451 Disk."),
                new Fault.ResetDataAfter(500_000, "226 Complete."),
                new Fault.ResetDataAfter(500_000, Fault.SILENCE),
                new Fault.DropDataAfter(500_000, "426 Broken."),
                new Fault.DropDataAfter(500_000, "226 Complete."),
                new Fault.FinalReplyAfter(500_000),
                new Fault.EarlyFinalReply(),
                new Fault.KillSession(500_000),
                new Fault.DropControl(When.AFTER_PRELIMINARY));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void anUploadThatTheServerEndsIsNoSuccess(Fault fault) {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(fault);
        FtpClient client = client(server, HASTY);
        FtpException e = failure(FtpException.class, client.upload("/b", endless()));
        assertThat(e).isInstanceOf(IncompleteTransferException.class);
        assertThat(cancelled).isTrue();
        await(client.upload("/c", source()));
        assertThat(server.files().get("/c")).isEqualTo(BYTES);
    }

    @Test
    void aLostFinalReplyIsNoSuccess() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.LoseFinalReply());
        FtpException e = failure(FtpException.class, client(server, HASTY).upload("/b", source()));
        assertThat(e.bytes()).isEqualTo(SIZE);
        assertThat(e.isTransient()).isTrue();
    }

    // ---- the source ends

    @Test
    void passesOnTheErrorOfTheSource() {
        ScriptedFtpServer server = serve();
        IOException broken = new IOException("the disk is on fire");
        FtpClient client = client(server, sessions(1));
        for (Flux<ByteBuf> source : List.of(
                Flux.<ByteBuf>error(broken),
                content(BYTES, 10_000).concatWith(Flux.error(broken)),
                content(BYTES, 10_000).concatWith(Mono.<ByteBuf>error(broken).delaySubscription(SHORT)))) {
            assertThat(failure(IOException.class, client.upload("/b", watched(source))))
                    .isSameAs(broken);
        }
        await(client.upload("/c", source()));
        assertThat(server.files().get("/c")).isEqualTo(BYTES);
        assertThat(server.commands().verbs()).contains("ABOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EPSV", "STOR", "data", "end", "SIZE"})
    void cancelReachesTheServer(String where) {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        FtpClient client = client(server, HASTY.andThen(sessions(1))::apply);
        Disposable running;
        if (where.equals("data")) {
            running = client.upload("/b", endless()).subscribe();
            server.sessions()
                    .await("data", s -> !s.data().isEmpty() && s.lastData().received() > 1_000_000, SOON);
        } else if (where.equals("end")) {
            server.on("STOR").once().with(new Fault.HoldReply(until));
            running = client.upload("/b", source()).subscribe();
            server.sessions()
                    .await("data", s -> !s.data().isEmpty() && s.lastData().received() == SIZE, SOON);
        } else {
            server.on(where).once().with(new Fault.HoldReply(until));
            running = client.upload("/b", source()).subscribe();
            server.awaitCommand(where, SOON);
        }
        running.dispose();
        until.countDown();
        await(client.upload("/c", source()));
        assertThat(server.files().get("/c")).isEqualTo(BYTES);
        assertThat(server.sessions().mostOpen()).isLessThanOrEqualTo(2);
    }

    // ---- resume

    @Test
    void goesOnWhereTheServersCopyEnds() {
        ScriptedFtpServer server = serve(s -> s.file("/b", Arrays.copyOf(BYTES, 123_456)));
        TransferReport report = await(client(server)
                .upload(
                        "/b",
                        offset -> watched(content(Arrays.copyOfRange(BYTES, (int) offset, SIZE), 10_000)),
                        UploadSpec::resume));
        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(report.offset()).isEqualTo(123_456);
        assertThat(report.bytes()).isEqualTo(SIZE - 123_456);
        assertThat(server.commands().verbs()).contains("APPE").doesNotContain("STOR");
    }

    @Test
    void comparesWhatTheServerHasWithTheFile() throws IOException {
        Path file = Files.write(folder.resolve("b"), BYTES);
        ScriptedFtpServer server = serve(s -> s.file("/whole", BYTES)
                .file("/longer", Content.generatedBytes(SIZE + 1))
                .file("/half", Arrays.copyOf(BYTES, SIZE / 2)));
        FtpClient client = client(server);
        TransferReport whole = await(client.upload("/whole", file, UploadSpec::resume));
        assertThat(whole.bytes()).isZero();
        assertThat(whole.reply()).isNull();
        assertThat(failure(RemoteChangedException.class, client.upload("/longer", file, UploadSpec::resume)))
                .hasMessageContaining("300,001");
        assertThat(server.files().size("/longer")).isEqualTo(SIZE + 1);
        assertThat(await(client.upload("/half", file, UploadSpec::resume)).offset())
                .isEqualTo(SIZE / 2);
        assertThat(server.files().get("/half")).isEqualTo(BYTES);
        assertThat(await(client.upload("/absent", file, UploadSpec::resume)).offset())
                .isZero();
        assertThat(server.files().get("/absent")).isEqualTo(BYTES);
        assertThat(await(client.upload("/half", file)).offset()).isZero();
    }

    @Test
    void refusesToResumeWhereTheServerTellsNoSize() {
        ScriptedFtpServer server = serve(s -> s.file("/b", Arrays.copyOf(BYTES, 10)));
        server.on("SIZE").reply("502 Not here.");
        assertThat(failure(FtpException.class, client(server).upload("/b", offset -> source(), UploadSpec::resume)))
                .hasMessageContaining("SIZE /b");
        assertThat(server.files().size("/b")).isEqualTo(10);
        assertThat(subscribed).isFalse();
    }

    @Test
    void saysThatTheLocalFileCannotBeRead() {
        ScriptedFtpServer server = serve();
        assertThat(failure(LocalFileException.class, client(server).upload("/b", folder.resolve("missing"))))
                .hasMessageContaining("missing");
        assertThat(failure(LocalFileException.class, client(server).upload("/b", folder)))
                .hasMessageContaining(folder.toString());
        assertThat(server.files().exists("/b")).isFalse();
    }

    @Test
    void aListenerThatThrowsLosesNoBuffer() {
        ScriptedFtpServer server = serve();
        List<ByteBuf> given = new CopyOnWriteArrayList<>();
        Flux<ByteBuf> source = content(BYTES, 10_000).doOnNext(given::add);
        failure(
                IllegalStateException.class,
                client(server)
                        .upload(
                                "/u",
                                source,
                                how -> how.onProgress(progress -> {
                                    throw new IllegalStateException("no");
                                })));
        server.sessions().awaitNoTransfer(SOON);
        assertThat(given).isNotEmpty().allMatch(buffer -> buffer.refCnt() == 0);
    }
}
