package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.reactor.internal.file.ContentDigest;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.ServerSpec;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

/** Downloads to disk that have to be what the server has. */
class VerifiedDownloadTest extends ScriptedServerTest {

    private static final int HELD = 100_000;
    private static final String WRONG = "213 SHA-512 0-" + SIZE + " " + "0".repeat(128) + " /a";

    private Path target;
    private Path part;

    @BeforeEach
    void name() {
        target = folder.resolve("a");
        part = folder.resolve("a.part");
    }

    private static FileHash of(HashAlgorithm algorithm, byte[] bytes) {
        ContentDigest digest = ContentDigest.of(algorithm);
        digest.update(Unpooled.wrappedBuffer(bytes));
        return digest.hash();
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** As another program leaves it, after the file on the server was last changed. */
    private void leavePart(byte[] held) throws IOException {
        Files.write(part, held);
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private TransferReport verified(ScriptedFtpServer server) {
        return await(client(server).download("/a", target, FileDownloadSpec::verify));
    }

    private TransferReport resumed(ScriptedFtpServer server) {
        return await(client(server).download("/a", target, spec -> spec.resume().verify()));
    }

    private void assertAgreed(TransferReport report, HashAlgorithm algorithm) {
        assertThat(report.verification()).isEqualTo(Verification.HASH);
        assertThat(report.hash()).isEqualTo(of(algorithm, BYTES));
        assertThat(target).hasBinaryContent(BYTES);
    }

    @Test
    void agreesWithTheServer() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        assertAgreed(verified(server), HashAlgorithm.SHA_512);
        assertThat(left()).containsExactly("a");
        assertThat(server.commands().lines()).containsSubsequence("RETR /a", "OPTS HASH SHA-512", "HASH /a");
    }

    @Test
    void asksOnlyWhoIsToldTo() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        TransferReport report = await(client(server).download("/a", target));
        assertThat(report.verification()).isEqualTo(Verification.SIZE);
        assertThat(report.hash()).isNull();
        assertThat(server.commands().verbs()).doesNotContain("HASH");
    }

    @Test
    void anEmptyFileHasAHash() {
        ScriptedFtpServer server = serve(s -> s.hashes().file("/a", ""));
        TransferReport report = verified(server);
        assertThat(report.hash()).isEqualTo(of(HashAlgorithm.SHA_512, new byte[0]));
        assertThat(target).isEmptyFile();
    }

    @Test
    void aPartIsReadAgain() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        leavePart(Arrays.copyOf(BYTES, HELD));
        TransferReport report = resumed(server);
        assertAgreed(report, HashAlgorithm.SHA_512);
        assertThat(report.offset()).isEqualTo(HELD);
        assertThat(report.bytes()).isEqualTo(SIZE - HELD);
    }

    @Test
    void aPartThatIsWholeIsOnlyCompared() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        leavePart(BYTES);
        assertAgreed(resumed(server), HashAlgorithm.SHA_512);
        assertThat(server.commands().verbs()).doesNotContain("RETR");
    }

    @Test
    void aPartThatIsReadAgainCanBeLeft() throws IOException {
        long size = 1L << 32;
        ScriptedFtpServer server = serve(s -> s.hashes().file("/a", Content.generated(size)));
        leavePart(new byte[1]);
        try (FileChannel sparse = FileChannel.open(part, StandardOpenOption.WRITE)) {
            int unused = sparse.write(ByteBuffer.wrap(new byte[1]), size - 2);
        }
        FtpClient client = client(server, sessions(1));
        awaitEnd(client.download("/a", target, spec -> spec.resume().verify()).take(Duration.ofMillis(300)));
        awaitUnlocked(part);
        assertThat(part).hasSize(size - 1);
        assertThat(await(client.size("/a"))).as("the session is clean").isEqualTo(size);
        assertThat(server.commands().verbs()).doesNotContain("RETR");
    }

    @Test
    void segmentsAreReadTogether() throws IOException {
        byte[] content = Content.generatedBytes(5_000_000);
        ScriptedFtpServer server = serve(s -> s.hashes().file("/a", content));
        FtpClient client = client(server);
        TransferReport report =
                await(client.download("/a", target, spec -> spec.segments(3).verify()));
        assertThat(report.hash()).isEqualTo(of(HashAlgorithm.SHA_512, content));
        assertThat(target).hasBinaryContent(content);
        server.on("RETR").with(new Fault.CorruptData(4_000_000));
        HashMismatchException unused = failure(
                HashMismatchException.class,
                client.download("/a", target, spec -> spec.segments(3).verify()));
        assertThat(left()).containsExactly("a");
    }

    @Test
    void healedBytesAreCountedOnce() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        server.on("RETR").first(2).with(new Fault.DropDataAfter(50_000));
        TransferReport report = verified(server);
        assertAgreed(report, HashAlgorithm.SHA_512);
        assertThat(report.attempts()).isEqualTo(3);
    }

    @Test
    void aByteThatChangedOnTheWayIsFound() throws IOException {
        Files.writeString(target, "precious");
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        server.on("RETR").with(new Fault.CorruptData(1000));
        HashMismatchException e =
                failure(HashMismatchException.class, client(server).download("/a", target, FileDownloadSpec::verify));
        assertThat(e.isTransient()).isFalse();
        assertThat(e.there()).isEqualTo(of(HashAlgorithm.SHA_512, BYTES));
        assertThat(e.here().algorithm()).isEqualTo(HashAlgorithm.SHA_512);
        assertThat(e.here()).isNotEqualTo(e.there());
        assertThat(e).hasMessageContainingAll(e.here().value(), e.there().value());
        assertThat(e.bytes()).isEqualTo(SIZE);
        assertThat(target).hasContent("precious");
        assertThat(left()).containsExactly("a");
    }

    @Test
    void aPartThatIsNoBeginningOfTheFileIsFound() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        byte[] other = Arrays.copyOf(BYTES, HELD);
        other[HELD / 2]++;
        leavePart(other);
        HashMismatchException unused = failure(
                HashMismatchException.class,
                client(server).download("/a", target, spec -> spec.resume().verify()));
        assertThat(left()).isEmpty();
        assertAgreed(resumed(server), HashAlgorithm.SHA_512);
    }

    @Test
    void aServerThatReckonsWrongIsNotBelieved() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        server.on("HASH").reply(WRONG);
        HashMismatchException e =
                failure(HashMismatchException.class, client(server).download("/a", target, FileDownloadSpec::verify));
        assertThat(e.there().value()).isEqualTo("0".repeat(128));
        assertThat(left()).isEmpty();
    }

    @Test
    void withoutAHashTheSizeIsTheProof() {
        TransferReport report = verified(serve());
        assertThat(report.verification()).isEqualTo(Verification.SIZE);
        assertThat(report.hash()).isNull();
        assertThat(target).hasBinaryContent(BYTES);
    }

    @Test
    void withoutASizeTheReplyIs() {
        TransferReport report = verified(serve(s -> s.without("SIZE", "MLST")));
        assertThat(report.verification()).isEqualTo(Verification.REPLY);
        assertThat(target).hasBinaryContent(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 Not this one.", "552 Not allowed.", "213 SHA-512 7-9 00 /a", "501 Not so."})
    void aServerThatGivesNoHashOfThisFileIsBelievedToo(String reply) {
        ScriptedFtpServer server = serve(s -> s.hashes().without("XSHA512", "XSHA256", "XSHA1", "XMD5", "XCRC"));
        server.on("HASH").reply(reply);
        TransferReport report = verified(server);
        assertThat(report.verification()).isEqualTo(Verification.SIZE);
        assertThat(target).hasBinaryContent(BYTES);
    }

    /** The hash that was computed meanwhile is of no use then. */
    @Test
    void anotherAlgorithmThanExpectedIsComputedFromTheDisk() {
        ScriptedFtpServer server =
                serve(s -> s.hashes().without("HASH", "XSHA512").feature("XSHA512"));
        FtpClient client = client(server);
        assertAgreed(await(client.download("/a", target, FileDownloadSpec::verify)), HashAlgorithm.SHA_256);
        assertAgreed(await(client.download("/a", target, FileDownloadSpec::verify)), HashAlgorithm.SHA_256);
        assertThat(server.commands().count("XSHA512"))
                .as("the refusal is remembered")
                .isEqualTo(1);
    }

    @Test
    void aConnectionThatIsLostOverItIsReplaced() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        server.on("HASH").once().with(new Fault.DropControl(Fault.When.BEFORE_REPLY));
        assertAgreed(verified(server), HashAlgorithm.SHA_512);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
        assertThat(server.commands().count("HASH")).isEqualTo(2);
    }

    @Test
    void aServerThatIsTooSlowCanBeAskedAgainLater() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        server.on("HASH").once().with(new Fault.NoReply());
        DeadlineExceededException e = failure(
                DeadlineExceededException.class,
                client(server, deadlines(d -> d.finalReply(Duration.ofMillis(500))))
                        .download("/a", target, FileDownloadSpec::verify));
        assertThat(e.isTransient()).isTrue();
        assertThat(left()).containsExactly("a.part", "a.part.id", "a.part.segments");
        assertAgreed(resumed(server), HashAlgorithm.SHA_512);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
    }

    @Test
    void whoLosesInterestMeanwhileKeepsThePart() throws IOException {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        CountDownLatch until = new CountDownLatch(1);
        server.on("HASH").once().with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(1));
        Disposable running =
                client.download("/a", target, FileDownloadSpec::verify).subscribe();
        server.awaitCommand("HASH", SOON);
        running.dispose();
        until.countDown();
        assertThat(await(client.size("/a"))).as("the session is clean").isEqualTo(SIZE);
        assertThat(part).hasBinaryContent(BYTES);
        assertThat(target).doesNotExist();
        assertThat(server.sessions().total()).isEqualTo(1);
    }
}
