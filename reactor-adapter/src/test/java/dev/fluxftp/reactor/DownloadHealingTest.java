package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A download whose connection breaks goes on by itself with the byte after the last one delivered; faults F59 to F79. */
class DownloadHealingTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(400);

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final UnaryOperator<FtpClient> HASTY =
            deadlines(d -> d.dataIdle(SHORT).finalReply(SHORT).close(SHORT));

    /** The offsets said with REST, in order. */
    private static List<Long> restarts(ScriptedFtpServer server) {
        return server.commands().all().stream()
                .filter(c -> c.verb().equals("REST"))
                .map(c -> Long.parseLong(c.argument()))
                .toList();
    }

    static Stream<Fault> breaks() {
        return Stream.of(
                new Fault.DropDataAfter(100_000),
                new Fault.DropDataAfter(100_000, "226 Transfer complete."),
                new Fault.DropDataAfter(100_000, "451 Local error."),
                new Fault.DropDataAfter(0),
                new Fault.ResetDataAfter(100_000),
                new Fault.ResetDataAfter(100_000, "226 Transfer complete."),
                new Fault.ResetDataAfter(100_000, Fault.SILENCE),
                new Fault.DropDataAfter(100_000, Fault.SILENCE),
                new Fault.KillSession(100_000),
                new Fault.StallDataAfter(100_000),
                new Fault.DropControl(Fault.When.BEFORE_REPLY),
                new Fault.DropControl(Fault.When.AFTER_PRELIMINARY),
                new Fault.ResetControl(Fault.When.INSIDE_REPLY),
                new Fault.LoseFinalReply());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 100_000, SIZE})
    void aRangeMayBeLongerThanAnyFile(long length) {
        ScriptedFtpServer server = serve();
        assertThat(bytes(client(server).download("/a", d -> d.offset(100_000).length(length))))
                .isEqualTo(Arrays.copyOfRange(BYTES, 100_000, SIZE));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void goesOnWithoutASeam(Fault fault) {
        ScriptedFtpServer server = serve();
        server.on("RETR").once().with(fault);
        assertThat(bytes(client(server, HASTY).download("/a"))).isEqualTo(BYTES);
        assertThat(restarts(server)).allMatch(offset -> offset > 0 && offset < SIZE);
        if (fault instanceof Fault.StallDataAfter) {
            assertThat(restarts(server)).containsExactly(100_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void survivesBreakAfterBreak(int buffers) {
        ScriptedFtpServer server = serve(s -> s.chunk(4096));
        // no reply: what was sent is read to its end before the deadline of the reply
        server.on("RETR").first(6).with(new Fault.DropDataAfter(20_001, Fault.SILENCE));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Flux<byte[]> slow = client(server, deadlines(d -> d.finalReply(MOMENT).close(MOMENT)))
                .download("/a")
                .map(ByteBufUtil::getBytes)
                .limitRate(buffers)
                .publishOn(Schedulers.parallel(), buffers)
                .doOnNext(got::writeBytes);
        awaitEnd(slow);
        assertThat(got.toByteArray()).isEqualTo(BYTES);
        assertThat(restarts(server)).containsExactly(20_001L, 40_002L, 60_003L, 80_004L, 100_005L, 120_006L);
    }

    @ParameterizedTest
    @CsvSource({"0,100000", "50000,1", "100001,150000", "299999,5", "0,300000", "10,9999999"})
    void healsARange(int offset, int length) {
        ScriptedFtpServer server = serve();
        server.on("RETR").once().with(new Fault.DropDataAfter(60_000));
        byte[] got = bytes(client(server).download("/a", d -> d.offset(offset).length(length)));
        assertThat(got).isEqualTo(Arrays.copyOfRange(BYTES, offset, Math.min(SIZE, offset + length)));
        assertThat(restarts(server)).allMatch(at -> at >= offset && at < offset + length);
    }

    @Test
    void anEmptyRangeIsNoTransfer() {
        ScriptedFtpServer server = serve(s -> s.file("/empty", ""));
        assertThat(bytes(client(server).download("/a", d -> d.length(0)))).isEmpty();
        assertThat(bytes(client(server).download("/a", d -> d.offset(SIZE)))).isEmpty();
        assertThat(bytes(client(server).download("/empty"))).isEmpty();
        assertThat(server.commands().count("RETR")).as("only of the empty file").isEqualTo(1);
        assertThat(failure(RemoteChangedException.class, client(server).download("/a", d -> d.offset(SIZE + 1))))
                .hasMessageContaining("300,001");
    }

    @Test
    void takesAsMuchAsIsWantedOverABreak() {
        ScriptedFtpServer server = serve(s -> s.chunk(1000));
        server.on("RETR").once().with(new Fault.DropDataAfter(30_000));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        FtpClient client = client(server, sessions(1));
        awaitEnd(client.download("/a")
                .map(ByteBufUtil::getBytes)
                .doOnNext(got::writeBytes)
                .takeUntil(ignored -> got.size() > 100_000));
        assertThat(got.size()).isGreaterThan(100_000);
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(BYTES, got.size()));
        assertThat(bytes(client.download("/a"))).as("and the session is clean").isEqualTo(BYTES);
    }

    @Test
    void healsOverAMovedSlowSubscriber() {
        ScriptedFtpServer server = serve(s -> s.chunk(1000).dataBuffers(8192));
        server.on("RETR").once().with(new Fault.ResetDataAfter(200_000));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        awaitEnd(client(server)
                .download("/a")
                .map(ByteBufUtil::getBytes)
                .concatMap(part -> Mono.delay(Duration.ofMillis(2)).thenReturn(part), 1)
                .doOnNext(got::writeBytes));
        assertThat(got.toByteArray()).isEqualTo(BYTES);
    }

    // ---- what is not the same file any more

    @ParameterizedTest
    @CsvSource({"true,size", "true,time", "true,unique", "false,size", "false,time"})
    void neverMixesTwoFiles(boolean machine, String what) {
        Instant then = Instant.parse("2024-01-01T00:00:00Z");
        ScriptedFtpServer server = serve(s -> {
            s.files(tree -> tree.touch("/a", then));
            if (!machine) {
                s.without("MLST", "MLSD");
            }
        });
        byte[] other = new byte[what.equals("size") ? SIZE + 1 : SIZE];
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000)).before(() -> {
            switch (what) {
                case "size" -> server.files().append("/a", new byte[1]).touch("/a", then);
                case "time" -> server.files().touch("/a", then.plusSeconds(1));
                default -> server.files().put("/a", other).touch("/a", then);
            }
        });
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                client(server, HASTY).download("/a").map(ByteBufUtil::getBytes).doOnNext(got::writeBytes));
        assertThat(e.bytes()).isEqualTo(got.size()).isEqualTo(100_000);
        assertThat(e.isTransient()).isFalse();
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void doesNotGoOnWhereNothingShowsThatItIsTheSameFile() {
        ScriptedFtpServer server = serve(s -> s.without("MLST", "MLSD", "SIZE", "MDTM"));
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000));
        FtpException e = failure(FtpException.class, client(server, HASTY).download("/a"));
        assertThat(e.bytes()).isEqualTo(100_000);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void downloadsWhereTheServerTellsNothing() {
        ScriptedFtpServer server = serve(s -> s.without("MLST", "MLSD", "SIZE", "MDTM"));
        assertThat(bytes(client(server).download("/a"))).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"213 19100101000000", "213 nonsense", "213 2024013112345", "550 No.", "213 20240131123456.5"})
    void anOddTimeDoesNotStopADownload(String time) {
        ScriptedFtpServer server = serve(s -> s.without("MLST", "MLSD"));
        server.on("MDTM").reply(time);
        server.on("RETR").once().with(new Fault.DropDataAfter(100_000));
        assertThat(bytes(client(server).download("/a"))).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"213 9223372036854775808", "213 -1", "550 Not in ASCII.", "213", "213 99999999999999999999999"})
    void anOddSizeDoesNotStopADownload(String size) {
        ScriptedFtpServer server = serve(s -> s.without("MLST", "MLSD"));
        server.on("SIZE").reply(size);
        server.on("RETR").once().with(new Fault.DropDataAfter(100_000));
        assertThat(bytes(client(server).download("/a"))).isEqualTo(BYTES);
    }

    // ---- lies about the place

    @Test
    void noticesThatRestWasIgnored() {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.IgnoreRest());
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000));
        AtomicInteger got = new AtomicInteger();
        ProtocolViolationException e = failure(
                ProtocolViolationException.class,
                client(server, HASTY).download("/a").doOnNext(buffer -> got.addAndGet(buffer.readableBytes())));
        assertThat(e).hasMessageContaining("RETR /a").hasMessageContaining("REST 100,000");
        assertThat(got).as("so that what was kept of it does not look whole").hasValueGreaterThan(SIZE);
        assertThat(server.commands().count("RETR")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 No REST here.", "501 No.", "550 No."})
    void saysThatRestIsRefused(String reply) {
        ScriptedFtpServer server = serve();
        server.on("REST").once().reply(reply);
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000));
        FtpClient client = client(server, HASTY);
        NegativeReplyException e = failure(NegativeReplyException.class, client.download("/a"));
        assertThat(e).hasMessageContaining(reply).hasMessageContaining("REST 100000");
        assertThat(e.isTransient()).isFalse();
        assertThat(server.commands().count("RETR")).isEqualTo(1);
        assertThat(bytes(client.download("/a")))
                .as("the session is as good as before")
                .isEqualTo(BYTES);
    }

    @Test
    void aFileThatGrewMeanwhileIsDelivered() {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.TrailingData(new byte[] {1, 2, 3}));
        assertThat(bytes(client(server).download("/a"))).hasSize(SIZE + 3).startsWith(BYTES);
    }

    @Test
    void aFileThatStaysShortIsAnError() {
        ScriptedFtpServer server = serve();
        server.on("MLST").with(new Fault.LieAboutSize(SIZE + 10));
        server.on("RETR").with(new Fault.AcceptAnyOffset());
        IncompleteTransferException e =
                failure(IncompleteTransferException.class, client(server).download("/a"));
        assertThat(e.bytes()).isEqualTo(SIZE);
        assertThat(e.expected()).hasValue(SIZE + 10);
    }

    // ---- what does not heal

    @ParameterizedTest
    @ValueSource(strings = {"550 No such file.", "530 Not yours."})
    void aNoIsANo(String reply) {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.RefuseData(reply));
        FtpClient client = client(server);
        NegativeReplyException e = failure(NegativeReplyException.class, client.download("/a"));
        assertThat(e).hasMessageContaining(reply).hasMessageContaining("RETR /a");
        assertThat(e.phase()).isEqualTo(Phase.REPLY);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void givesUpWhereNothingComesAnyMore() {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.DropDataAfter(0, "426 No more."));
        server.on("RETR").once().with(new Fault.DropDataAfter(100_000));
        StepVerifier.create(client(server)
                        .download("/a")
                        .map(ByteBuf::readableBytes)
                        .reduce(Integer::sum))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(IncompleteTransferException.class);
                    assertThat(((FtpException) error).bytes()).isIn(0L, 100_000L);
                })
                .verify(Duration.ofSeconds(20));
        assertThat(server.commands().count("RETR")).isBetween(3, 12);
    }

    @Test
    void twoSubscriptionsAreTwoDownloads() {
        ScriptedFtpServer server = serve(s -> s.file("/big", Content.generated(2_000_000)));
        Flux<ByteBuf> download = client(server).download("/big");
        Mono<Integer> count = download.map(ByteBuf::readableBytes).reduce(Integer::sum);
        assertThat(awaitAll(Flux.merge(count, count))).containsExactly(2_000_000, 2_000_000);
        assertThat(server.commands().count("RETR")).isEqualTo(2);
    }

    @Test
    void aRangeIsNoLongerThanItsLengthWhereTheFileGrew() {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.TrailingData(new byte[] {1, 2, 3}));
        assertThat(bytes(client(server).download("/a", whole -> whole.length(SIZE))))
                .isEqualTo(BYTES);
    }

    @Test
    void noAttemptBeginsAfterTheLongestTime() {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.ResetDataAfter(100_000));
        Duration wait = Duration.ofMillis(600);
        FtpClient client =
                client(server, c -> c.healing(h -> h.backoff(wait, wait).maxTime(Duration.ofMillis(250))));
        failure(FtpException.class, client.download("/a"));
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }
}
