package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Downloads to disk: only a whole file ever has the name of the target. */
class FileDownloadTest extends ScriptedServerTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private Path target;
    private Path part;
    private Path note;

    @BeforeEach
    void name() {
        target = folder.resolve("a");
        part = folder.resolve("a.part");
        note = folder.resolve("a.part.id");
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Leaves a part of 100,000 bytes, as a killed program does. */
    private void breakOff(ScriptedFtpServer server) {
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000));
        Disposable running = client(server).download("/a", target).subscribe();
        awaitPart(100_000);
        running.dispose();
        server.sessions().awaitNoData(SOON);
        awaitUnlocked(part);
        server.forgetRules();
    }

    private void awaitPart(long size) {
        long end = System.nanoTime() + SOON.toNanos();
        while (part.toFile().length() < size && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(part).hasSize(size);
    }

    @Test
    void hasItsNameOnceItIsWhole() throws IOException {
        Files.writeString(target, "what was there before");
        List<Long> positions = new ArrayList<>();
        TransferReport report = await(client(serve())
                .download("/a", target, spec -> spec.onProgress(progress -> positions.add(progress.position()))));
        assertThat(target).hasBinaryContent(BYTES);
        assertThat(left()).containsExactly("a");
        assertThat(report.bytes()).isEqualTo(SIZE);
        assertThat(report.size()).isEqualTo(SIZE);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.verification()).isEqualTo(Verification.SIZE);
        assertThat(positions).isSorted().endsWith((long) SIZE);
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        await(client(serve(s -> s.file("/empty", ""))).download("/empty", target));
        assertThat(target).isEmptyFile();
        assertThat(left()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnWithAPart(boolean noted) throws IOException {
        ScriptedFtpServer server = serve();
        breakOff(server);
        assertThat(left()).containsExactly("a.part", "a.part.id", "a.part.segments");
        if (!noted) {
            Files.delete(note);
            Files.setLastModifiedTime(part, FileTime.from(Instant.now().plusSeconds(60)));
        }
        TransferReport report = await(client(server).download("/a", target, FileDownloadSpec::resume));
        assertThat(target).hasBinaryContent(BYTES);
        assertThat(left()).containsExactly("a");
        assertThat(report.offset()).isEqualTo(100_000);
        assertThat(report.bytes()).isEqualTo(SIZE - 100_000);
        assertThat(server.commands().lines()).contains("REST 100000");
    }

    @Test
    void startsOverUnlessToldToResume() {
        ScriptedFtpServer server = serve();
        breakOff(server);
        assertThat(await(client(server).download("/a", target)).offset()).isZero();
        assertThat(target).hasBinaryContent(BYTES);
        assertThat(server.commands().verbs()).doesNotContain("REST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"size", "time", "unique", "shorter", "note", "no note"})
    void neverGoesOnWithAnotherFile(String what) throws IOException {
        ScriptedFtpServer server = serve();
        breakOff(server);
        Instant then = server.files().modified("/a");
        switch (what) {
            case "size" -> server.files().append("/a", new byte[1]).touch("/a", then);
            case "time" -> server.files().touch("/a", then.plusSeconds(2));
            case "unique" -> server.files().put("/a", new byte[SIZE]).touch("/a", then);
            case "shorter" -> server.files().put("/a", new byte[99_999]).touch("/a", then);
            case "note" -> Files.writeString(note, "nonsense");
            default -> {
                Files.delete(note);
                server.files().touch("/a", Instant.now().plusSeconds(60));
            }
        }
        RemoteChangedException e =
                failure(RemoteChangedException.class, client(server).download("/a", target, FileDownloadSpec::resume));
        assertThat(e.isTransient()).isFalse();
        assertThat(part).hasBinaryContent(Arrays.copyOf(BYTES, 100_000));
        assertThat(target).doesNotExist();
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void healsOnItsWay() {
        ScriptedFtpServer server = serve();
        server.on("RETR").first(3).with(new Fault.DropDataAfter(50_000, Fault.SILENCE));
        TransferReport report =
                await(client(server, deadlines(d -> d.finalReply(MOMENT).close(MOMENT)))
                        .download("/a", target));
        assertThat(report.attempts()).isEqualTo(4);
        assertThat(report.bytes()).isEqualTo(SIZE);
        assertThat(target).hasBinaryContent(BYTES);
    }

    @Test
    void leavesNothingOfWhatIsMissing() throws IOException {
        NegativeReplyException e =
                failure(NegativeReplyException.class, client(serve()).download("/missing", target));
        assertThat(e).hasMessageContaining("550");
        assertThat(left()).isEmpty();
    }

    @Test
    void keepsWhatWasThereOnFailure() throws IOException {
        Files.writeString(target, "precious");
        ScriptedFtpServer server = serve();
        server.on("RETR").with(new Fault.DropDataAfter(100_000, "552 No more."));
        assertThat(failure(FtpException.class, client(server).download("/a", target))
                        .isTransient())
                .isFalse();
        assertThat(target).hasContent("precious");
    }

    /** What is replaced after we wrote to the part, but is older than that, must not be mistaken for what it is of. */
    @Test
    void aPartOfAnotherProgramIsOursOnceItGoesOn() throws IOException {
        ScriptedFtpServer server = serve();
        server.files().touch("/a", Instant.now().minusSeconds(3_600));
        Files.write(part, Arrays.copyOf(BYTES, 50_000));
        server.on("RETR").once().with(new Fault.StallDataAfter(50_000));
        Disposable running =
                client(server).download("/a", target, FileDownloadSpec::resume).subscribe();
        awaitPart(100_000);
        running.dispose();
        awaitUnlocked(part);
        server.files().put("/a", new byte[SIZE]).touch("/a", Instant.now().minusSeconds(1_800));
        failure(RemoteChangedException.class, client(server).download("/a", target, FileDownloadSpec::resume));
        assertThat(target).doesNotExist();
    }

    @Test
    void saysThatTheDiskRefuses() throws IOException {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);
        LocalFileException missing =
                failure(LocalFileException.class, client.download("/a", folder.resolve("missing/a")));
        assertThat(missing.phase()).isEqualTo(Phase.FILE);
        assertThat(missing).hasMessageContaining("missing");
        Path directory = Files.createDirectory(folder.resolve("directory"));
        assertThat(failure(LocalFileException.class, client.download("/a", directory)))
                .hasMessageContaining("directory");
        assertThat(server.sessions().total())
                .as("known before anything is asked of the server")
                .isZero();
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        ScriptedFtpServer server = serve();
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        FtpClient client = client(server, sessions(1));
        LocalFileException e = failure(LocalFileException.class, client.download("/a", target));
        assertThat(e).hasMessageContaining("a.part");
        assertThat(e.isTransient()).isFalse();
        assertThat(bytes(client.download("/a"))).as("the session is clean").isEqualTo(BYTES);
    }

    @Test
    void saysThatTheFolderIsGone() throws IOException {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000, until));
        Path gone = Files.createDirectory(folder.resolve("gone"));
        part = gone.resolve("a.part");
        Mono<TransferReport> download =
                client(server).download("/a", gone.resolve("a")).cache();
        Disposable running = download.subscribe(report -> {}, error -> {});
        awaitPart(100_000);
        for (String name : gone.toFile().list()) {
            Files.delete(gone.resolve(name));
        }
        Files.delete(gone);
        until.countDown();
        assertThat(failure(LocalFileException.class, download)).hasMessageContaining("no such file or folder");
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void twoDownloadsToOneTargetDoNotMix() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000, until));
        FtpClient client = client(server);
        Mono<TransferReport> first = client.download("/a", target).cache();
        Disposable running = first.subscribe();
        awaitPart(100_000);
        assertThat(failure(LocalFileException.class, client.download("/a", target)))
                .hasMessageContaining("another transfer");
        until.countDown();
        assertThat(await(first).bytes()).isEqualTo(SIZE);
        assertThat(target).hasBinaryContent(BYTES);
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void aPartWithoutANoteIsNotBelievedWhereTheServerTellsNoTime() throws IOException {
        Files.write(part, new byte[100_000]);
        RemoteChangedException e = failure(
                RemoteChangedException.class,
                client(serve(s -> s.without("MLST", "MDTM"))).download("/a", target, FileDownloadSpec::resume));
        assertThat(e.isTransient()).isFalse();
        assertThat(target).doesNotExist();
        assertThat(part).hasSize(100_000);
    }
}
