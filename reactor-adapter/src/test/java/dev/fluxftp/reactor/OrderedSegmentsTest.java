package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.Replay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

/** Downloads over several data connections at a time whose bytes come in order. */
class OrderedSegmentsTest extends ScriptedServerTest {

    private static final int MIB = 1024 * 1024;
    private static final byte[] LARGE = Content.generatedBytes(9 * MIB + 12_345);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final UnaryOperator<FtpClient> HASTY =
            client -> client.deadlines(d -> d.dataIdle(SHORT).finalReply(SHORT).close(SHORT))
                    .healing(h -> h.backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private ScriptedFtpServer serveLarge() {
        return serve(s -> s.file("/large", LARGE));
    }

    /** Four blocks of a mebibyte at a time. */
    private static Flux<ByteBuf> four(FtpClient client) {
        return client.download("/large", d -> d.segments(4, MIB));
    }

    /** What was being prepared when the others came to their end goes with the sessions. */
    private static void leave(FtpClient client) {
        awaitEnd(client.disposeLater());
    }

    private static List<Long> restarts(ScriptedFtpServer server) {
        return server.commands().all().stream()
                .filter(c -> c.verb().equals("REST"))
                .map(c -> Long.parseLong(c.argument()))
                .filter(offset -> offset > 0)
                .toList();
    }

    /** Where the connection of a block begins that begins there itself. */
    private static long seam(long offset) {
        return offset - 4096;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restThatIsIgnoredIsNoticedBeforeAWrongByte(boolean range) {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").with(new Fault.IgnoreRest());
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        failure(
                ProtocolViolationException.class,
                client(server)
                        .download("/large", d -> d.segments(4, MIB).length(range ? 5 * MIB + 7 : Long.MAX_VALUE))
                        .doOnNext(buffer -> got.writeBytes(ByteBufUtil.getBytes(buffer))));
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(LARGE, MIB));
    }

    @Test
    void restThatIsIgnoredIsMadeDoWithout() {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").with(new Fault.IgnoreRest());
        assertThat(bytes(four(client(server, c -> c.replay(Replay::skipWithoutRestart)))))
                .isEqualTo(LARGE);
    }

    @ParameterizedTest
    @CsvSource({"2, 1048576", "3, 1000001", "4, 524288", "8, 4194304"})
    void putsTheBlocksInOrder(int segments, int block) {
        ScriptedFtpServer server = serveLarge();
        assertThat(bytes(client(server).download("/large", d -> d.segments(segments, block))))
                .isEqualTo(LARGE);
        assertThat(server.sessions().mostOpen()).isBetween(2, segments);
        assertThat(restarts(server)).contains(seam(block), seam(block * (LARGE.length / (long) block)));
    }

    @ParameterizedTest
    @CsvSource({"0, 5000000", "1, 2097152", "1234567, 3333333", "5000000, 99999999", "9000000, 1", "9449529, 10", "4, 0"
    })
    void aRangeIsExactlyThat(int offset, int length) {
        assertThat(bytes(client(serveLarge())
                        .download("/large", d -> d.offset(offset).length(length).segments(4, MIB))))
                .isEqualTo(Arrays.copyOfRange(LARGE, offset, (int) Math.min(LARGE.length, (long) offset + length)));
    }

    @Test
    void anOffsetBeyondTheEndIsAnError() {
        failure(
                RemoteChangedException.class,
                client(serveLarge())
                        .download("/large", d -> d.offset(LARGE.length + 1).segments(4)));
    }

    @Test
    void thereAreNoMoreConnectionsThanBlocks() {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server, sessions(Integer.MAX_VALUE));
        assertThat(bytes(client.download("/large", d -> d.segments(Integer.MAX_VALUE, 4 * MIB))))
                .isEqualTo(LARGE);
        assertThat(server.sessions().mostOpen()).isLessThanOrEqualTo(3);
    }

    // ---- one stream

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MIB})
    void aSmallFileIsOneStream(int size) {
        ScriptedFtpServer server = serve(s -> s.file("/large", Content.generatedBytes(size)));
        assertThat(bytes(four(client(server)))).isEqualTo(Content.generatedBytes(size));
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void aFileOfUnknownSizeIsOneStream() {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).without("SIZE", "MLST"));
        assertThat(bytes(four(client(server)))).isEqualTo(LARGE);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void aHeldConnectionIsOneStream() {
        ScriptedFtpServer server = serveLarge();
        assertThat(bytes(connect(client(server)).download("/large", d -> d.segments(4, MIB))))
                .isEqualTo(LARGE);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void aPoolOfOneIsOneStream() {
        ScriptedFtpServer server = serveLarge();
        assertThat(bytes(four(client(server, sessions(1))))).isEqualTo(LARGE);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void aServerWithoutRestIsOneStream() {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).without("REST"));
        FtpClient client = client(server);
        assertThat(bytes(four(client))).isEqualTo(LARGE);
        leave(client);
    }

    @Test
    void whatWasDeliveredBeforeRestWasRefusedDoesNotComeAgain() {
        ScriptedFtpServer server = serveLarge();
        CountDownLatch firstBytes = new CountDownLatch(1);
        server.on("REST").hold(firstBytes).reply("502 No.");
        server.on("RETR").once().with(new Fault.StallDataAfter(300_000));
        FtpClient client = client(server);
        assertThat(bytes(four(client).doOnNext(first -> firstBytes.countDown())))
                .isEqualTo(LARGE);
        assertThat(server.commands().count("RETR")).isEqualTo(2);
        leave(client);
    }

    // ---- faults

    @Test
    void cutsInSeveralBlocksHeal() {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").nth(1).with(new Fault.DropDataAfter(200_000, Fault.SILENCE));
        server.on("RETR").nth(2).with(new Fault.KillSession(300_000));
        server.on("RETR").nth(3).with(new Fault.ResetDataAfter(500_000));
        server.on("RETR").nth(4).with(new Fault.StallDataAfter(400_000));
        server.on("RETR").nth(7).with(new Fault.KillSession(0));
        assertThat(bytes(four(client(server, HASTY)))).isEqualTo(LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aServerWithFewSessionsIsEnough(int sessions) {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).maxSessions(sessions));
        assertThat(bytes(four(client(server)))).isEqualTo(LARGE);
        assertThat(server.commands().count("PASS")).isLessThanOrEqualTo(sessions);
    }

    @Test
    void aBlockThatIsRefusedOnceIsLeftToTheOthers() {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").nth(2).reply("550 Not now.");
        server.on("RETR").nth(5).reply("550 Not now.");
        assertThat(bytes(four(client(server)))).isEqualTo(LARGE);
    }

    @Test
    void whatAllAreRefusedIsAnError() {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").from(3).reply("550 No more.");
        FtpClient client = client(server);
        assertThat(failure(NegativeReplyException.class, four(client))).hasMessageContaining("No more");
        leave(client);
    }

    @Test
    void aBreakThatDoesNotHealTellsWhatCame() {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").with(new Fault.DropDataAfter(MIB / 2, Fault.SILENCE));
        FtpClient client = client(server, c -> HASTY.apply(c).healing(h -> h.attempts(0)));
        long[] came = new long[1];
        IncompleteTransferException e = failure(
                IncompleteTransferException.class, four(client).doOnNext(buffer -> came[0] += buffer.readableBytes()));
        assertThat(e.bytes()).isEqualTo(came[0]).isLessThan(MIB);
        assertThat(e.expected()).hasValue(LARGE.length);
        leave(client);
    }

    @Test
    void aFileThatChangesIsNotMixed() {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server);
        Instant later = server.files().modified("/large").plusSeconds(5);
        AtomicBoolean touched = new AtomicBoolean();
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        failure(RemoteChangedException.class, four(client).doOnNext(buffer -> {
            came.writeBytes(ByteBufUtil.getBytes(buffer));
            if (touched.compareAndSet(false, true)) {
                server.files().touch("/large", later);
            }
        }));
        assertThat(came.toByteArray())
                .isEqualTo(Arrays.copyOf(LARGE, came.size()))
                .hasSizeLessThanOrEqualTo(4 * MIB);
        leave(client);
    }

    // ---- demand, cancel and errors downstream

    /** Keeps what came and asks as the test does. */
    private static final class Reader extends BaseSubscriber<ByteBuf> {
        private final ByteArrayOutputStream came = new ByteArrayOutputStream();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final boolean oneByOne;

        Reader(boolean oneByOne) {
            this.oneByOne = oneByOne;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (oneByOne) {
                request(1);
            }
        }

        @Override
        protected void hookOnNext(ByteBuf buffer) {
            came.writeBytes(ByteBufUtil.getBytes(buffer));
            if (oneByOne) {
                request(1);
            }
        }

        @Override
        protected void hookFinally(SignalType type) {
            ended.countDown();
        }

        void isWhole() throws InterruptedException {
            assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(came.toByteArray()).isEqualTo(LARGE);
        }
    }

    @Test
    void nothingIsFetchedBeyondTheWindow() throws InterruptedException {
        ScriptedFtpServer server = serveLarge();
        var transfers = server.on("RETR");
        Reader reader = new Reader(false);
        four(client(server)).subscribe(reader);
        transfers.awaitSeen(4, SOON);
        server.sessions().awaitNoTransfer(SOON);
        assertThat(reader.came.size()).isZero();
        assertThat(restarts(server)).containsExactlyInAnyOrder(seam(MIB), seam(2 * MIB), seam(3 * MIB));

        reader.request(1);
        assertThat(reader.came.size()).isBetween(1, MIB - 1);
        assertThat(transfers.seen()).as("the first block is not delivered yet").isEqualTo(4);

        while (reader.came.size() < MIB) {
            reader.request(1);
        }
        transfers.awaitSeen(5, SOON);
        server.sessions().awaitNoTransfer(SOON);
        assertThat(transfers.seen()).isEqualTo(5);
        reader.requestUnbounded();
        reader.isWhole();
    }

    @Test
    void oneByOne() throws InterruptedException {
        Reader reader = new Reader(true);
        four(client(serveLarge())).subscribe(reader);
        reader.isWhole();
    }

    @RepeatedTest(5)
    void cancelLeavesNothing() {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server, sessions(4));
        for (int buffers = 1; buffers < 40; buffers += 9) {
            assertThat(awaitAll(four(client).map(ByteBuf::readableBytes).take(buffers)))
                    .hasSize(buffers);
        }
        assertThat(bytes(client.download("/a"))).as("the sessions are clean").isEqualTo(BYTES);
        leave(client);
    }

    @Test
    void cancelWithoutDemandLeavesNothing() {
        ScriptedFtpServer server = serveLarge();
        var transfers = server.on("RETR");
        Reader reader = new Reader(false);
        four(client(server)).subscribe(reader);
        transfers.awaitSeen(4, SOON);
        reader.cancel();
        server.sessions().awaitNoData(SOON);
        assertThat(reader.came.size()).isZero();
    }

    @Test
    void anErrorDownstreamLeavesNothing() {
        ScriptedFtpServer server = serveLarge();
        long[] came = new long[1];
        FtpClient client = client(server);
        Flux<ByteBuf> tooMuch = four(client).doOnNext(buffer -> {
            came[0] += buffer.readableBytes();
            if (came[0] > 2 * MIB) {
                throw new ArithmeticException("too much");
            }
        });
        failure(ArithmeticException.class, tooMuch);
        leave(client);
    }
}
