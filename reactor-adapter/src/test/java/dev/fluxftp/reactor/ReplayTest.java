package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What has to be shown before a broken download goes on, and how it goes on where there is no REST. */
class ReplayTest extends ScriptedServerTest {

    private static final int HELD = 100_000;
    private static final String[] FACTS = {"MLST", "MLSD", "SIZE", "MDTM"};
    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00Z");

    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    private FtpClient hasty(ScriptedFtpServer server, UnaryOperator<Replay> how) {
        Duration brief = Duration.ofMillis(400);
        return client(
                server,
                client -> client.deadlines(
                                d -> d.dataIdle(brief).finalReply(brief).close(brief))
                        .replay(how));
    }

    /** The first transfer ends after {@link #HELD} bytes. */
    private static ScriptedFtpServer breaking(ScriptedFtpServer server) {
        server.on("RETR").once().with(new Fault.StallDataAfter(HELD));
        return server;
    }

    private Flux<byte[]> watched(Flux<ByteBuf> download) {
        return download.map(ByteBufUtil::getBytes).doOnNext(got::writeBytes);
    }

    private static byte[] other() {
        byte[] other = BYTES.clone();
        other[HELD - 1] ^= 1;
        return other;
    }

    private static List<Long> restarts(ScriptedFtpServer server) {
        return server.commands().all().stream()
                .filter(c -> c.verb().equals("REST"))
                .map(c -> Long.parseLong(c.argument()))
                .filter(offset -> offset > 0)
                .toList();
    }

    // ---- overlap

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 99_999, HELD, 150_000, Replay.MOST_OVERLAP})
    void bytesThatAgreeAreEnough(int overlap) {
        ScriptedFtpServer server = breaking(serve(s -> s.without(FACTS)));
        assertThat(bytes(hasty(server, r -> r.overlap(overlap)).download("/a"))).isEqualTo(BYTES);
        assertThat(restarts(server)).isEqualTo(overlap < HELD ? List.of((long) HELD - overlap) : List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void comparesAfterEachBreak(int buffers) {
        ScriptedFtpServer server = serve(s -> s.without(FACTS).chunk(4096));
        server.on("RETR").first(6).with(new Fault.DropDataAfter(20_001, Fault.SILENCE));
        Flux<byte[]> slow = watched(hasty(server, r -> r.overlap(10_000)).download("/a"))
                .limitRate(buffers)
                .publishOn(Schedulers.parallel(), buffers);
        awaitEnd(slow);
        assertThat(got.toByteArray()).isEqualTo(BYTES);
        assertThat(restarts(server)).containsExactly(10_001L, 20_002L, 30_003L, 40_004L, 50_005L, 60_006L);
    }

    @Test
    void aBreakAmongThoseBytesHeals() {
        ScriptedFtpServer server = breaking(serve());
        server.on("RETR").nth(2).with(new Fault.StallDataAfter(500));
        assertThat(bytes(hasty(server, r -> r.overlap(1_000)).download("/a"))).isEqualTo(BYTES);
        assertThat(restarts(server)).containsExactly(99_000L, 99_000L);
    }

    @ParameterizedTest
    @CsvSource({"true,1", "true,5000", "false,1", "false,5000", "false,200000"})
    void bytesThatDifferAreAnotherFile(boolean told, int overlap) {
        ScriptedFtpServer server = breaking(serve(s -> {
            s.files(tree -> tree.touch("/a", THEN));
            s.without(told ? new String[] {"MLST", "MLSD"} : FACTS);
        }));
        server.on("RETR").nth(2).before(() -> server.files().put("/a", other()).touch("/a", THEN));
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                watched(hasty(server, r -> r.overlap(overlap)).download("/a")));
        assertThat(e)
                .hasMessageContaining(
                        String.format("the last %,d bytes before offset 100,000", Math.min(overlap, HELD)));
        assertThat(e.bytes()).isEqualTo(HELD);
        assertThat(got.toByteArray()).as("none of the other file").isEqualTo(Arrays.copyOf(BYTES, HELD));
        assertThat(server.commands().count("RETR")).isEqualTo(2);
    }

    @Test
    void anOverlapDoesNotOutweighAFact() {
        ScriptedFtpServer server = breaking(serve(s -> s.files(tree -> tree.touch("/a", THEN))));
        server.on("MLST").nth(2).before(() -> server.files().touch("/a", THEN.plusSeconds(1)));
        failure(RemoteChangedException.class, hasty(server, r -> r.overlap(100)).download("/a"));
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatShrankIsNotGoneOnWith(boolean skips) {
        ScriptedFtpServer server = breaking(serve(s -> s.without(FACTS)));
        server.on("RETR")
                .nth(2)
                .with(new Fault.AcceptAnyOffset())
                .before(() -> server.files().put("/a", Arrays.copyOf(BYTES, HELD - 50)));
        if (skips) {
            server.on("REST").reply("502 No.");
        }
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                watched(hasty(server, r -> r.overlap(100).skipWithoutRestart()).download("/a")));
        assertThat(e).hasMessageContaining("it ends before offset 100,000");
        assertThat(got.size()).isEqualTo(HELD);
    }

    @Test
    void aFileThatWasDeletedIsNotGoneOnWith() {
        ScriptedFtpServer server = breaking(serve());
        server.on("MLST").nth(2).before(() -> server.files().remove("/a"));
        failure(RemoteChangedException.class, hasty(server, r -> r).download("/a"));
    }

    @Test
    void aFileThatWasDeletedHasNoBytesToCompare() {
        ScriptedFtpServer server = breaking(serve());
        server.on("MLST").nth(2).before(() -> server.files().remove("/a"));
        NegativeReplyException e = failure(
                NegativeReplyException.class, hasty(server, r -> r.overlap(100)).download("/a"));
        assertThat(e).hasMessageContaining("550");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void aFileThatIsLongerThanToldIsNotGoneOnWithBeyondThat(int overlap) {
        ScriptedFtpServer server = breaking(serve());
        server.on("MLST").with(new Fault.LieAboutSize(HELD - 1));
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                watched(hasty(server, r -> r.overlap(overlap)).download("/a")));
        assertThat(e).hasMessageContaining("offset 100,000 is beyond its end at 99,999");
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(BYTES, HELD));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void aRestThatIsLongerThanToldIsAnError(int overlap) {
        ScriptedFtpServer server = breaking(serve());
        server.on("MLST").with(new Fault.LieAboutSize(HELD + 1));
        failure(
                ProtocolViolationException.class,
                watched(hasty(server, r -> r.overlap(overlap)).download("/a")));
        assertThat(BYTES).startsWith(got.toByteArray());
    }

    // ---- REST that is ignored

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restThatIsIgnoredIsNoticedBeforeAWrongByte(boolean told) {
        ScriptedFtpServer server = serve(s -> s.without(told ? new String[0] : FACTS));
        server.on("RETR").from(2).with(new Fault.IgnoreRest());
        breaking(server);
        ProtocolViolationException e = failure(
                ProtocolViolationException.class,
                watched(hasty(server, r -> r.overlap(1_000)).download("/a")));
        assertThat(e).hasMessageContaining("first byte").hasMessageContaining("REST 99,000");
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(BYTES, HELD));
    }

    /** Nothing but the bytes can show it there: some are compared unasked. */
    @Test
    void restThatIsIgnoredIsNoticedWhereTheSizeIsNotTold() {
        ScriptedFtpServer server = serve(s -> s.without("SIZE", "MLST", "MLSD"));
        server.on("RETR").from(2).with(new Fault.IgnoreRest());
        breaking(server);
        ProtocolViolationException e = failure(
                ProtocolViolationException.class, watched(hasty(server, r -> r).download("/a")));
        assertThat(e).hasMessageContaining("first byte");
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(BYTES, HELD));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restThatIsIgnoredIsMadeDoWithout(boolean told) {
        ScriptedFtpServer server = serve(s -> s.without(told ? new String[0] : FACTS));
        server.on("RETR").from(2).with(new Fault.IgnoreRest());
        breaking(server);
        FtpClient client = hasty(server, r -> r.overlap(1_000).skipWithoutRestart());
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(restarts(server)).containsExactly(99_000L);
        assertThat(server.commands().count("RETR")).isEqualTo(3);
    }

    // ---- REST that is refused

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 What?",
                "501 Bad offset.",
                "502 No REST here.",
                "504 Not with that parameter.",
                "550 No.",
                "200 Whatever."
            })
    void whatIsHereIsPassedOver(String reply) {
        ScriptedFtpServer server = breaking(serve());
        server.on("REST").reply(reply);
        assertThat(bytes(hasty(server, Replay::skipWithoutRestart).download("/a")))
                .isEqualTo(BYTES);
        assertThat(server.commands().count("RETR")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5_000, 200_000})
    void aBreakOnTheWayBackHeals(int overlap) {
        ScriptedFtpServer server = breaking(serve(s -> s.without("REST")));
        server.on("RETR").nth(2).with(new Fault.StallDataAfter(50_000));
        server.on("RETR").nth(3).with(new Fault.StallDataAfter(150_000));
        assertThat(bytes(hasty(server, r -> r.overlap(overlap).skipWithoutRestart())
                        .download("/a")))
                .isEqualTo(BYTES);
        assertThat(server.commands().count("RETR")).isEqualTo(4);
    }

    @Test
    void whatIsNotImplementedIsAskedForOnce() {
        ScriptedFtpServer server = serve(s -> s.without("REST"));
        FtpClient client = hasty(server, Replay::skipWithoutRestart);
        for (int i = 0; i < 3; i++) {
            assertThat(bytes(client.download("/a", d -> d.offset(50_000).length(HELD))))
                    .isEqualTo(Arrays.copyOfRange(BYTES, 50_000, 50_000 + HELD));
        }
        assertThat(restarts(server)).containsExactly(50_000L);
    }

    @Test
    void aRefusalForThisTimeIsNotARefusal() {
        ScriptedFtpServer server = breaking(serve());
        server.on("REST").once().reply("451 Not now.");
        assertThat(bytes(hasty(server, Replay::skipWithoutRestart).download("/a")))
                .isEqualTo(BYTES);
        assertThat(restarts(server)).containsExactly((long) HELD, (long) HELD);
    }

    @ParameterizedTest
    @CsvSource({"0,does not tell enough", "1000,the last 1\\,000 bytes before offset 100\\,000 are not the same"})
    void whoSkipsMixesNothingEither(int overlap, String message) {
        ScriptedFtpServer server = breaking(serve(s -> s.without(FACTS).without("REST")));
        server.on("RETR").nth(2).before(() -> server.files().put("/a", other()));
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                watched(hasty(server, r -> r.overlap(overlap).skipWithoutRestart())
                        .download("/a")));
        assertThat(e).hasMessageContaining(message.replace("\\", ""));
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(BYTES, HELD));
    }

    // ---- hashes

    @Test
    void theHashIsAFact() {
        ScriptedFtpServer server =
                breaking(serve(s -> s.hashes().without("MLST", "MLSD").files(tree -> tree.touch("/a", THEN))));
        server.on("HASH").nth(2).before(() -> server.files().put("/a", other()).touch("/a", THEN));
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                watched(hasty(server, Replay::compareHashes).download("/a")));
        assertThat(e).hasMessageContaining("its hash was SHA-512 ");
        assertThat(got.size()).isEqualTo(HELD);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHashIsEnough(boolean wanted) {
        ScriptedFtpServer server = breaking(serve(s -> s.hashes().without(FACTS)));
        Flux<ByteBuf> download =
                hasty(server, r -> wanted ? r.compareHashes() : r).download("/a");
        if (wanted) {
            assertThat(bytes(download)).isEqualTo(BYTES);
        } else {
            failure(RemoteChangedException.class, download);
        }
        assertThat(server.commands().count("HASH")).isEqualTo(wanted ? 2 : 0);
    }

    @Test
    void aServerWithoutHashesTellsTheOtherFacts() {
        ScriptedFtpServer server = breaking(serve());
        assertThat(bytes(hasty(server, Replay::compareHashes).download("/a"))).isEqualTo(BYTES);
    }

    @Test
    void aHashThatIsNotGivenAgainProvesNothing() {
        ScriptedFtpServer server = breaking(serve(s -> s.hashes()));
        server.on("HASH").from(2).reply("556 Not again.");
        failure(
                RemoteChangedException.class,
                hasty(server, Replay::compareHashes).download("/a"));
    }
}
