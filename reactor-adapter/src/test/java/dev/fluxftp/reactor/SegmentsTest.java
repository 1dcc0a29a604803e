package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** Downloads over several data connections at a time. */
class SegmentsTest extends ScriptedServerTest {

    private static final int MIB = 1024 * 1024;
    private static final byte[] LARGE = Content.generatedBytes(9 * MIB + 12_345);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final UnaryOperator<FtpClient> HASTY =
            client -> client.deadlines(d -> d.dataIdle(SHORT).finalReply(SHORT).close(SHORT))
                    .healing(h -> h.backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private ScriptedFtpServer serveLarge() {
        return serve(s -> s.file("/large", LARGE));
    }

    private Path target() {
        return folder.resolve("large");
    }

    private static UnaryOperator<FileDownloadSpec> four() {
        return how -> how.segments(4);
    }

    private static UnaryOperator<FileDownloadSpec> fourAgain() {
        return how -> how.segments(4).resume();
    }

    private void isWhole() {
        assertThat(target()).hasBinaryContent(LARGE);
        assertThat(folder.toFile().list()).containsExactly("large");
    }

    private static List<Long> restarts(ScriptedFtpServer server) {
        return server.commands().all().stream()
                .filter(c -> c.verb().equals("REST"))
                .map(c -> Long.parseLong(c.argument()))
                .filter(offset -> offset > 0)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 8})
    void putsTheSegmentsTogether(int segments) throws IOException {
        ScriptedFtpServer server = serveLarge();
        TransferReport report = await(client(server).download("/large", target(), how -> how.segments(segments)));
        isWhole();
        assertThat(report.size()).isEqualTo(LARGE.length);
        assertThat(report.bytes()).isGreaterThanOrEqualTo(LARGE.length);
        assertThat(report.offset()).isZero();
        assertThat(server.sessions().mostOpen()).isBetween(2, segments);
        assertThat(restarts(server)).contains((long) LARGE.length / segments);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300_000})
    void aSmallFileIsOneSegment(int size) throws IOException {
        ScriptedFtpServer server = serve(s -> s.file("/small", Content.generatedBytes(size)));
        await(client(server).download("/small", target(), four()));
        assertThat(target()).hasBinaryContent(Content.generatedBytes(size));
        assertThat(server.commands().count("RETR")).isLessThanOrEqualTo(1);
    }

    @Test
    void aFileOfUnknownSizeIsOneStream() throws IOException {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).without("SIZE", "MLST"));
        await(client(server).download("/large", target(), four()));
        isWhole();
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void aBrokenSegmentHeals() throws IOException {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").nth(2).with(new Fault.KillSession(300_000));
        server.on("RETR").nth(3).with(new Fault.ResetDataAfter(500_000));
        server.on("RETR").nth(4).with(new Fault.StallDataAfter(400_000));
        await(client(server, HASTY).download("/large", target(), four()));
        isWhole();
    }

    @Test
    void aServerWithFewSessionsIsEnough() throws IOException {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).maxSessions(2));
        await(client(server).download("/large", target(), four()));
        isWhole();
        assertThat(server.commands().count("PASS")).isLessThanOrEqualTo(2);
    }

    @Test
    void aServerWithoutRestIsEnough() throws IOException {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).without("REST"));
        FtpClient client = client(server);
        await(client.download("/large", target(), four()));
        isWhole();
        awaitEnd(client.disposeLater()); // with the sessions go the data connections that nothing came of
    }

    @Test
    void aHeldConnectionIsEnough() throws IOException {
        ScriptedFtpServer server = serveLarge();
        await(connect(client(server)).download("/large", target(), four()));
        isWhole();
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void whoHasFinishedHelpsTheSlowest() throws IOException {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").nth(2).with(new Fault.SlowData(16 * 1024, Duration.ofMillis(20)));
        await(client(server).download("/large", target(), four()));
        isWhole();
        assertThat(server.commands().count("RETR")).isGreaterThan(4);
    }

    // ---- resume

    /** Cancels when more than a mebibyte of each segment is on the disk. */
    private void interrupt(ScriptedFtpServer server, FtpClient client) throws IOException {
        server.on("RETR").with(new Fault.StallDataAfter(1_500_000));
        Disposable running = client.download("/large", target(), four()).subscribe();
        for (int segment = 0; segment < 4; segment++) {
            awaitBytes(LARGE.length / 4 * segment + 1_200_000);
        }
        running.dispose();
        server.sessions().awaitNoTransfer(SOON);
        server.forgetRules();
        awaitUnlocked();
    }

    private void awaitBytes(int at) throws IOException {
        byte[] wanted = Arrays.copyOfRange(LARGE, at, at + 1_000);
        byte[] there = new byte[wanted.length];
        long end = System.nanoTime() + SOON.toNanos();
        while (!Arrays.equals(there, wanted)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Path part = folder.resolve("large.part");
            if (Files.exists(part)) {
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
                    int ignored = channel.read(ByteBuffer.wrap(there), at);
                }
            }
        }
    }

    private void awaitPart(long size) throws IOException {
        Path part = folder.resolve("large.part");
        long end = System.nanoTime() + SOON.toNanos();
        while (!Files.exists(part) || Files.size(part) < size) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** The last checkpoint is made behind the cancel. */
    private void awaitUnlocked() {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            try (var channel = FileChannel.open(folder.resolve("large.part"), StandardOpenOption.WRITE)) {
                var lock = channel.tryLock();
                if (lock != null) {
                    lock.release();
                    return;
                }
            } catch (IOException | OverlappingFileLockException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the part is still being written");
    }

    @Test
    void goesOnWithWhatIsMissing() throws IOException {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server);
        interrupt(server, client);
        assertThat(folder.resolve("large.part.segments")).exists();
        TransferReport report = await(client.download("/large", target(), fourAgain()));
        isWhole();
        assertThat(report.offset()).isGreaterThan(MIB);
        assertThat(report.bytes()).isLessThan(LARGE.length - MIB);
    }

    @Test
    void doesNotGoOnWithWhatAServerThatIgnoredRestSent() throws IOException {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").with(new Fault.IgnoreRest());
        FtpClient client = client(server);
        failure(ProtocolViolationException.class, client.download("/large", target(), four()));
        server.forgetRules();
        assertThat(folder.toFile().list()).isEmpty();
        await(client.download("/large", target(), fourAgain()));
        isWhole();
    }

    @Test
    void oneStreamGoesOnWithTheFirstOfThem() throws IOException {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server);
        interrupt(server, client);
        TransferReport report = await(client.download("/large", target(), FileDownloadSpec::resume));
        isWhole();
        assertThat(report.offset()).isBetween(1L * MIB, (long) LARGE.length / 4);
    }

    @Test
    void segmentsGoOnWithOneStream() throws IOException {
        ScriptedFtpServer server = serveLarge();
        server.on("RETR").once().with(new Fault.StallDataAfter(2 * MIB));
        FtpClient client = client(server);
        Disposable running = client.download("/large", target()).subscribe();
        awaitPart(MIB);
        running.dispose();
        server.sessions().awaitNoTransfer(SOON);
        awaitUnlocked();
        TransferReport report = await(client.download("/large", target(), fourAgain()));
        isWhole();
        assertThat(report.offset()).isGreaterThanOrEqualTo(MIB);
    }

    @Test
    void aFileThatChangedIsNotMixed() throws IOException {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server);
        interrupt(server, client);
        byte[] other = LARGE.clone();
        other[5] ^= 1;
        server.files().put("/large", other);
        failure(RemoteChangedException.class, client.download("/large", target(), fourAgain()));
        assertThat(target()).doesNotExist();
        await(client.download("/large", target(), four()));
        assertThat(target()).hasBinaryContent(other);
    }

    @Test
    void aTornNoteCostsOnlyWhatItDoesNotSay() throws IOException {
        ScriptedFtpServer server = serveLarge();
        FtpClient client = client(server);
        interrupt(server, client);
        Path note = folder.resolve("large.part.segments");
        byte[] whole = Files.readAllBytes(note);
        Files.write(note, Arrays.copyOf(whole, ThreadLocalRandom.current().nextInt(whole.length)));
        await(client.download("/large", target(), fourAgain()));
        isWhole();
    }

    @Test
    void theHashOfAllSegmentsIsCompared() throws IOException {
        ScriptedFtpServer server = serve(s -> s.file("/large", LARGE).hashes());
        TransferReport report = await(client(server)
                .download("/large", target(), how -> how.segments(4).verify()));
        isWhole();
        assertThat(report.verification()).isEqualTo(Verification.HASH);
        server.on("RETR").with(new Fault.CorruptData(LARGE.length / 2 + 77));
        Files.delete(target());
        failure(
                HashMismatchException.class,
                client(server)
                        .download("/large", target(), how -> how.segments(4).verify()));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void progressNeverStandsBeyondTheEnd() throws IOException {
        ScriptedFtpServer server = serveLarge();
        Queue<TransferProgress> seen = new ConcurrentLinkedQueue<>();
        await(client(server).download("/large", target(), how -> how.segments(4).onProgress(seen::add)));
        isWhole();
        assertThat(seen).isNotEmpty().allMatch(p -> p.position() <= p.total() && p.total() == LARGE.length);
    }

    @Test
    void aFileThatGrewIsNoSegmentAndIsNotPublished() {
        ScriptedFtpServer server = serve(s -> s.file("/small", Content.generatedBytes(1000)));
        server.on("RETR").with(new Fault.TrailingData(new byte[] {1, 2, 3}));
        failure(RemoteChangedException.class, client(server).download("/small", target(), four()));
        assertThat(target()).doesNotExist();
    }

    @Test
    void anEmptyFileIsAskedForToo() {
        ScriptedFtpServer server = serve(s -> s.file("/empty", new byte[0]));
        server.on("RETR").reply("550 Permission denied.");
        failure(NegativeReplyException.class, client(server).download("/empty", target(), four()));
        assertThat(target()).doesNotExist();
    }
}
