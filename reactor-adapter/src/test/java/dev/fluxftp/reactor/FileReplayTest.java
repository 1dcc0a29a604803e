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
import dev.fluxftp.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** A part goes on only with what it is the beginning of, or is begun again where that is wanted. */
class FileReplayTest extends ScriptedServerTest {

    private static final int HELD = 100_000;
    private static final String[] FACTS = {"MLST", "MLSD", "SIZE", "MDTM"};
    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00Z");
    private static final byte[] LARGE = Content.generatedBytes(4 * 1024 * 1024 + 77);

    private Path target;
    private Path part;

    @BeforeEach
    void name() {
        target = folder.resolve("a");
        part = folder.resolve("a.part");
    }

    private FtpClient hasty(ScriptedFtpServer server, UnaryOperator<Replay> how) {
        Duration brief = Duration.ofMillis(400);
        return client(
                server,
                client -> client.deadlines(
                                d -> d.dataIdle(brief).finalReply(brief).close(brief))
                        .replay(how));
    }

    /** Leaves a part of {@link #HELD} bytes, as a killed program does. */
    private void breakOff(ScriptedFtpServer server, UnaryOperator<Replay> how) {
        server.on("RETR").once().with(new Fault.StallDataAfter(HELD));
        Disposable running =
                client(server, c -> c.replay(how)).download("/a", target).subscribe();
        long end = System.nanoTime() + SOON.toNanos();
        while (part.toFile().length() < HELD && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        running.dispose();
        server.sessions().awaitNoData(SOON);
        awaitUnlocked(part);
        server.forgetRules();
        server.commands().clear();
    }

    private static byte[] other(int at) {
        byte[] other = BYTES.clone();
        other[at] ^= 1;
        return other;
    }

    private static UnaryOperator<FileDownloadSpec> again(int segments) {
        return spec -> spec.resume().restartWhenChanged().segments(segments);
    }

    // ---- overlap

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, HELD, 200_000})
    void thePartIsComparedWithWhatComesAgain(int overlap) {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        breakOff(server, r -> r);
        TransferReport report =
                await(hasty(server, r -> r.overlap(overlap)).download("/a", target, FileDownloadSpec::resume));
        assertThat(target).hasBinaryContent(BYTES);
        assertThat(report.offset()).isEqualTo(HELD);
        assertThat(report.bytes()).isEqualTo(SIZE - HELD);
        assertThat(server.commands().lines().contains("REST " + (HELD - overlap)))
                .isEqualTo(overlap < HELD);
    }

    @Test
    void aBreakWhileItIsComparedHeals() {
        ScriptedFtpServer server = serve();
        breakOff(server, r -> r);
        server.on("RETR").first(2).with(new Fault.StallDataAfter(500));
        await(hasty(server, r -> r.overlap(1_000)).download("/a", target, FileDownloadSpec::resume));
        assertThat(target).hasBinaryContent(BYTES);
        assertThat(server.commands().count("RETR")).isEqualTo(3);
    }

    @Test
    void aPartOfAnotherFileStaysAsItIs() {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        breakOff(server, r -> r);
        server.files().put("/a", other(HELD - 1));
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                hasty(server, r -> r.overlap(1_000)).download("/a", target, FileDownloadSpec::resume));
        assertThat(e).hasMessageContaining("the last 1,000 bytes before offset 100,000 are not the same");
        assertThat(part).hasBinaryContent(Arrays.copyOf(BYTES, HELD));
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWholePartIsComparedToo(boolean same) throws IOException {
        ScriptedFtpServer server =
                serve(s -> s.files(tree -> tree.touch("/a", THEN)).without("MLST", "MLSD"));
        Files.write(part, same ? BYTES : other(SIZE - 1));
        var download = hasty(server, r -> r.overlap(10)).download("/a", target, FileDownloadSpec::resume);
        if (same) {
            assertThat(await(download).bytes()).isZero();
            assertThat(target).hasBinaryContent(BYTES);
        } else {
            failure(RemoteChangedException.class, download);
            assertThat(target).doesNotExist();
        }
        assertThat(server.commands().lines()).contains("REST " + (SIZE - 10));
    }

    @Test
    void restThatIsIgnoredIsNoticedBeforeAWrongByte() {
        ScriptedFtpServer server = serve();
        breakOff(server, r -> r);
        server.on("RETR").with(new Fault.IgnoreRest());
        failure(
                ProtocolViolationException.class,
                hasty(server, r -> r.overlap(1_000)).download("/a", target, FileDownloadSpec::resume));
        assertThat(part).hasBinaryContent(Arrays.copyOf(BYTES, HELD));
        await(hasty(server, r -> r.overlap(1_000).skipWithoutRestart())
                .download("/a", target, FileDownloadSpec::resume));
        assertThat(target).hasBinaryContent(BYTES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartGoesOnWithoutRest(boolean skips) {
        ScriptedFtpServer server = serve(s -> s.without("REST").hashes());
        breakOff(server, r -> r);
        var download = hasty(server, r -> skips ? r.skipWithoutRestart() : r)
                .download("/a", target, spec -> spec.resume().verify());
        if (skips) {
            TransferReport report = await(download);
            assertThat(report.offset()).isEqualTo(HELD);
            assertThat(report.verification()).isEqualTo(TransferReport.Verification.HASH);
            assertThat(target).hasBinaryContent(BYTES);
        } else {
            failure(NegativeReplyException.class, download);
            assertThat(part).hasBinaryContent(Arrays.copyOf(BYTES, HELD));
        }
    }

    @Test
    void theHashOfTheFileIsNoted() throws IOException {
        ScriptedFtpServer server = serve(s -> s.hashes().without("MLST", "MLSD").files(tree -> tree.touch("/a", THEN)));
        breakOff(server, Replay::compareHashes);
        assertThat(Files.readAllLines(folder.resolve("a.part.id")))
                .hasSize(4)
                .last()
                .asString()
                .startsWith("SHA-512 ");
        server.files().put("/a", other(0)).touch("/a", THEN);
        failure(
                RemoteChangedException.class,
                hasty(server, Replay::compareHashes).download("/a", target, FileDownloadSpec::resume));
        server.files().put("/a", BYTES).touch("/a", THEN);
        assertThat(await(hasty(server, r -> r).download("/a", target, FileDownloadSpec::resume))
                        .offset())
                .as("where no hash is asked for, none is missed")
                .isEqualTo(HELD);
        assertThat(target).hasBinaryContent(BYTES);
    }

    // ---- another file

    @ParameterizedTest
    @CsvSource({"grew,1", "newer,1", "replaced,1", "shorter,1", "nothing told,1", "grew,2", "newer,2", "shorter,2"})
    void beginsAgainIfAsked(String how, int segments) throws IOException {
        ScriptedFtpServer server = serve(s -> s.files(tree -> tree.touch("/a", THEN)));
        breakOff(server, r -> r);
        switch (how) {
            case "grew" -> server.files().append("/a", new byte[1]).touch("/a", THEN);
            case "newer" -> server.files().touch("/a", THEN.plusSeconds(1));
            case "replaced" -> server.files().put("/a", other(0)).touch("/a", THEN);
            case "shorter" -> server.files().put("/a", new byte[HELD - 1]).touch("/a", THEN);
            default -> server.on("MLST").or("SIZE").or("MDTM").reply("550 I do not tell.");
        }
        TransferReport report = await(hasty(server, r -> r).download("/a", target, again(segments)));
        assertThat(target).hasBinaryContent(server.files().get("/a"));
        assertThat(report.offset()).isZero();
        assertThat(folder.toFile().list()).containsExactly("a");
    }

    @Test
    void beginsAgainOnlyWhereItIsAnotherFile() {
        ScriptedFtpServer server = serve();
        breakOff(server, r -> r);
        assertThat(await(hasty(server, r -> r).download("/a", target, again(1))).offset())
                .isEqualTo(HELD);
        assertThat(target).hasBinaryContent(BYTES);
    }

    @Test
    void beginsAgainWhereBytesDiffer() {
        ScriptedFtpServer server = serve(s -> s.without(FACTS));
        breakOff(server, r -> r);
        server.files().put("/a", other(HELD - 1));
        await(hasty(server, r -> r.overlap(1_000)).download("/a", target, again(1)));
        assertThat(target).hasBinaryContent(other(HELD - 1));
    }

    @Test
    void aFileThatIsGoneCannotBeBegunAgain() {
        ScriptedFtpServer server = serve();
        breakOff(server, r -> r);
        server.files().remove("/a");
        assertThat(failure(NegativeReplyException.class, hasty(server, r -> r).download("/a", target, again(1))))
                .hasMessageContaining("550");
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatChangesMeanwhile(boolean restarts) {
        ScriptedFtpServer server = serve(s -> s.hashes().files(tree -> tree.touch("/a", THEN)));
        server.on("RETR").once().with(new Fault.StallDataAfter(HELD));
        server.on("MLST").nth(2).before(() -> server.files().put("/a", other(5)));
        var download = hasty(server, r -> r)
                .download(
                        "/a",
                        target,
                        spec -> restarts ? spec.restartWhenChanged().verify() : spec.verify());
        if (restarts) {
            assertThat(await(download).bytes()).isEqualTo(SIZE);
            assertThat(target).hasBinaryContent(other(5));
        } else {
            failure(RemoteChangedException.class, download);
            assertThat(target).doesNotExist();
            assertThat(part).hasBinaryContent(Arrays.copyOf(BYTES, HELD));
        }
    }

    @Test
    void aFileThatNeverStaysTheSameIsAnErrorInTheEnd() {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.StallDataAfter(HELD));
        Duration brief = Duration.ofMillis(400);
        AtomicInteger changes = new AtomicInteger();
        server.on("MLST").before(() -> server.files().touch("/a", THEN.plusSeconds(changes.incrementAndGet())));
        failure(
                RemoteChangedException.class,
                client(
                                server,
                                c -> c.deadlines(d -> d.dataIdle(brief).close(brief))
                                        .healing(
                                                h -> h.attempts(2).backoff(Duration.ofMillis(1), Duration.ofMillis(2))))
                        .download("/a", target, FileDownloadSpec::restartWhenChanged));
        assertThat(server.commands().count("RETR")).isEqualTo(4);
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileThatIsShorterThanToldNeverHasTheName() {
        ScriptedFtpServer server = serve();
        server.on("MLST").with(new Fault.LieAboutSize(SIZE + 10));
        server.on("RETR").with(new Fault.AcceptAnyOffset());
        IncompleteTransferException e = failure(
                IncompleteTransferException.class,
                client(server, c -> c.healing(h -> h.attempts(1)).replay(r -> r.overlap(100)))
                        .download("/a", target));
        assertThat(e.expected()).hasValue(SIZE + 10);
        assertThat(target).doesNotExist();
    }

    // ---- segments

    @Test
    void segmentsBeginAgain() {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).files(tree -> tree.touch("/large", THEN)));
        byte[] other = LARGE.clone();
        for (int i = 0; i < other.length; i += 1000) {
            other[i] ^= 1;
        }
        server.on("RETR").nth(3).with(new Fault.StallDataAfter(300_000));
        server.on("MLST").nth(6).before(() -> server.files().put("/large", other));
        await(hasty(server, r -> r)
                .download("/large", target, spec -> spec.segments(4).restartWhenChanged()));
        assertThat(target).hasBinaryContent(other);
    }

    @Test
    void segmentsThatBreakAreCompared() {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE));
        server.on("RETR").nth(2).with(new Fault.StallDataAfter(300_000));
        await(hasty(server, r -> r.overlap(1_000)).download("/large", target, spec -> spec.segments(2)));
        assertThat(target).hasBinaryContent(LARGE);
        assertThat(server.commands().lines())
                .anyMatch(line -> line.equals("REST " + (LARGE.length / 2 + 299_000)) || line.equals("REST 299000"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void segmentsOfAServerThatIgnoresRest(boolean skips) {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE));
        server.on("RETR").with(new Fault.IgnoreRest());
        var download = hasty(server, r -> skips ? r.skipWithoutRestart() : r)
                .download("/large", target, spec -> spec.segments(4));
        if (skips) {
            await(download);
            assertThat(target).hasBinaryContent(LARGE);
        } else {
            failure(ProtocolViolationException.class, download);
            assertThat(target).doesNotExist();
        }
    }
}
