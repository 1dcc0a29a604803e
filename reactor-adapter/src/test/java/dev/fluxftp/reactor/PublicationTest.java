package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uploads that appear under their name only when they are whole. */
class PublicationTest extends ScriptedServerTest {

    private static final byte[] OLD = {1, 2, 3};
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final UnaryOperator<FtpClient> HASTY = client -> client.deadlines(
                    d -> d.dataIdle(SHORT).finalReply(SHORT).close(SHORT).reply(SHORT))
            .healing(h -> h.backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private static Flux<ByteBuf> from(long offset) {
        return content(Arrays.copyOfRange(BYTES, (int) offset, SIZE), 10_000);
    }

    private ScriptedFtpServer serveOld() {
        return serve(s -> s.directory("/in").file("/in/b", OLD));
    }

    private static List<String> names(FtpClient client) {
        return awaitAll(client.list("/in").map(entry -> entry.name()));
    }

    @Test
    void replacesInOneStep() {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").before(() -> assertThat(server.files().get("/in/b")).isEqualTo(OLD));
        FtpClient client = client(server);

        await(client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(names(client)).containsExactly("b");
        assertThat(server.commands().verbs()).doesNotContain("DELE");
    }

    @Test
    void theOldFileStepsAsideWhereTheServerDoesNotOverwrite() {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").once().reply("553 File exists.");
        FtpClient client = client(server);

        await(client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void theOldFileComesBackWhereThatWasInVain() {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").path("/in/b").first(2).reply("553 Never.");
        FtpClient client = client(server);

        assertThat(failure(
                        NegativeReplyException.class,
                        client.upload("/in/b", PublicationTest::from, UploadSpec::atomically)))
                .hasMessageContaining("553 Never.");

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void nothingStepsAsideWhereNothingIs() {
        ScriptedFtpServer server = serve(s -> s.directory("/in"));
        server.on("RNTO").reply("553 Not allowed.");
        FtpClient client = client(server);

        failure(NegativeReplyException.class, client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.commands().count("RNTO")).isEqualTo(1);
        assertThat(names(client)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.When.class,
            names = {"BEFORE_COMMAND", "BEFORE_REPLY", "INSIDE_REPLY"})
    void aLostReplyToTheRenameIsMadeUpFor(Fault.When when) {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").once().with(new Fault.DropControl(when));
        FtpClient client = client(server, HASTY);

        await(client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(names(client)).containsExactly("b");
    }

    private static final int ASIDE = 2;
    private static final int AGAIN = 3;

    @ParameterizedTest
    @EnumSource(
            value = Fault.When.class,
            names = {"BEFORE_COMMAND", "BEFORE_REPLY", "INSIDE_REPLY"})
    void aLostReplyWhileTheOldFileStepsAsideLeavesNothingBehind(Fault.When when) {
        for (int lost : new int[] {ASIDE, AGAIN}) {
            ScriptedFtpServer server = serveOld();
            server.on("RNTO").once().reply("553 File exists.");
            server.on("RNTO").nth(lost).with(new Fault.DropControl(when));
            FtpClient client = client(server, HASTY);

            await(client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

            assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
            assertThat(names(client)).containsExactly("b");
        }
    }

    @Test
    void theOldFileStaysWhereItMayNotStepAside() {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").first(ASIDE).reply("553 Never.");
        FtpClient client = client(server);

        failure(NegativeReplyException.class, client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactly("b");
        assertThat(server.commands().count("RNTO")).isEqualTo(ASIDE);
    }

    /** It is known only from the second session on that the old file is not there any more. */
    @ParameterizedTest
    @ValueSource(strings = {"550 Never.", "553 Never."})
    void theOldFileComesBackThoughTheReplyToItsSteppingAsideWasLost(String words) {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").once().reply("553 File exists.");
        server.on("RNTO").nth(ASIDE).with(new Fault.DropControl(Fault.When.BEFORE_REPLY));
        server.on("RNTO").nth(AGAIN).reply(words);
        FtpClient client = client(server, HASTY);

        assertThat(failure(
                        NegativeReplyException.class,
                        client.upload("/in/b", PublicationTest::from, UploadSpec::atomically)))
                .hasMessageContaining(words);

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOldFileComesBackWhereNoAttemptIsLeft(boolean resumed) {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").once().reply("553 File exists.");
        server.on("RNTO").nth(ASIDE).with(new Fault.DropControl(Fault.When.BEFORE_REPLY));
        FtpClient client = client(server, HASTY.andThen(c -> c.healing(h -> h.attempts(0)))::apply);

        failure(
                ConnectionLostException.class,
                client.upload("/in/b", PublicationTest::from, how -> (resumed ? how.resume() : how).atomically()));

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactlyElementsOf(resumed ? List.of("b", "b.part") : List.of("b"));
    }

    /** The upload is reported as failed, and nobody can know better; but nothing is left that only this call knows of. */
    @Test
    void anOldFileThatIsReplacedIsForgottenThoughTheReplyWasLostForGood() {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").once().reply("553 File exists.");
        server.on("RNTO").nth(AGAIN).with(new Fault.DropControl(Fault.When.BEFORE_REPLY));
        FtpClient client = client(server, HASTY.andThen(c -> c.healing(h -> h.attempts(0)))::apply);

        failure(ConnectionLostException.class, client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void anOldFileIsForgottenOnAnotherSessionWhereTheFirstOneEnds() {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").once().reply("553 File exists.");
        server.on("DELE").once().with(new Fault.DropControl(Fault.When.BEFORE_COMMAND));
        FtpClient client = client(server, HASTY);

        await(client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void healsBeforeItIsPublished() {
        ScriptedFtpServer server = serveOld();
        server.on("STOR").once().with(new Fault.KillSession(100_000));
        FtpClient client = client(server, HASTY);

        await(client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void aFailureLeavesNothingBehind() {
        ScriptedFtpServer server = serveOld();
        server.on("STOR").with(new Fault.ResetDataAfter(100_000, "552 Quota."));
        FtpClient client = client(server, HASTY);

        failure(RuntimeException.class, client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void cancelLeavesNothingBehind() {
        ScriptedFtpServer server = serveOld();
        CountDownLatch until = new CountDownLatch(1);
        server.on("STOR").with(new Fault.StallDataAfter(100_000, until));
        FtpClient client = client(server, HASTY);

        Disposable running = client.upload("/in/b", PublicationTest::from, UploadSpec::atomically)
                .subscribe();
        server.sessions().await("data", s -> !s.data().isEmpty() && s.lastData().received() >= 100_000, SOON);
        running.dispose();
        server.awaitCommand("DELE", SOON);
        until.countDown();

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
    }

    @Test
    void aResumedOneIsFoundAgain() {
        ScriptedFtpServer server =
                serve(s -> s.directory("/in").file("/in/b", OLD).file("/in/b.part", Arrays.copyOf(BYTES, 123_456)));
        FtpClient client = client(server);

        assertThat(await(client.upload(
                                "/in/b",
                                PublicationTest::from,
                                how -> how.resume().atomically()))
                        .offset())
                .isEqualTo(123_456);

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(names(client)).containsExactly("b");
    }

    @Test
    void aHashThatDiffersIsNotPublished() {
        ScriptedFtpServer server =
                serve(s -> s.directory("/in").file("/in/b", OLD).hashes());
        server.on("STOR").once().with(new Fault.CorruptData(777));
        FtpClient client = client(server);

        failure(
                HashMismatchException.class,
                client.upload(
                        "/in/b", PublicationTest::from, how -> how.atomically().verify()));
        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactly("b");

        assertThat(await(client.upload(
                                "/in/b",
                                PublicationTest::from,
                                how -> how.atomically().verify()))
                        .verification())
                .isEqualTo(Verification.HASH);
        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
    }

    /** Cut down in the middle of the second of two renames. */
    private ScriptedFtpServer serveBetweenTwoRenames(Runnable then) {
        ScriptedFtpServer server = serveOld();
        server.on("RNTO").path("/in/b").once().reply("553 File exists.");
        server.on("RNFR").nth(3).before(then);
        return server;
    }

    @Test
    void theOldFileComesBackWhenItIsCancelledBetweenTheTwoRenames() {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        ScriptedFtpServer server = serveBetweenTwoRenames(() -> {
            there.countDown();
            awaitLatch(cancelled);
        });
        var logins = server.on("PASS");
        FtpClient client = client(server);
        Disposable running = client.upload("/in/b", PublicationTest::from, UploadSpec::atomically)
                .subscribe();
        awaitLatch(there);
        running.dispose();
        logins.awaitSeen(2, SOON); // the old file comes back over another session: so the cancel has been heard
        cancelled.countDown();
        server.awaitCommand("DELE", SOON);
        awaitEnd(client.disposeLater());

        assertThat(server.files().names("/in")).hasSize(1);
        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
    }

    @Test
    void theOldFileComesBackWhenNothingHealsBetweenTheTwoRenames() {
        ScriptedFtpServer server = serveBetweenTwoRenames(() -> {});
        server.on("RNFR").nth(3).with(new Fault.DropControl(Fault.When.BEFORE_COMMAND));
        FtpClient client = client(server, c -> c.healing(h -> Healing.NONE));

        failure(FtpException.class, client.upload("/in/b", PublicationTest::from, UploadSpec::atomically));

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(names(client)).containsExactly("b");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPartThatDiffersIsNotFoundAgain() {
        byte[] damaged = Arrays.copyOf(BYTES, 100_000);
        damaged[5] ^= 1;
        ScriptedFtpServer server =
                serve(s -> s.hashes().directory("/in").file("/in/b", OLD).file("/in/b.part", damaged));
        FtpClient client = client(server);
        Mono<TransferReport> upload = client.upload(
                "/in/b", PublicationTest::from, how -> how.resume().atomically().verify());

        failure(HashMismatchException.class, upload);
        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        await(upload);

        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
    }

    @Test
    void whoDisposesOfTheClientAtOnceLosesNothing() {
        for (int i = 0; i < 20; i++) {
            ScriptedFtpServer server = serve(s -> s.directory("/in").file("/in/b", OLD));
            FtpClient client = client(server);
            server.on("RNTO").once().reply("553 It is there.");
            var aside = server.on("RNTO").nth(2);
            Disposable running = client.upload("/in/b", PublicationTest::from, UploadSpec::atomically)
                    .subscribe();
            aside.awaitSeen(1, SOON);
            running.dispose();
            awaitEnd(client.disposeLater());
            assertThat(server.files().names("/in")).containsExactly("b");
        }
    }

    /** The command that deletes goes over another session, and may overtake the STOR that it is to undo. */
    @Test
    void cancelLeavesNothingBehindWheneverItComes() {
        ScriptedFtpServer server = serve(s -> s.directory("/in"));
        FtpClient client = client(server);
        for (int i = 0; i < 300; i++) {
            Disposable running = client.upload("/in/b", PublicationTest::from, UploadSpec::atomically)
                    .subscribe();
            long then = System.nanoTime() + ThreadLocalRandom.current().nextInt(3_000_000);
            while (System.nanoTime() < then) {
                Thread.onSpinWait();
            }
            running.dispose();
        }
        long end = System.nanoTime() + SOON.toNanos();
        while (server.files().names("/in").stream().anyMatch(name -> name.endsWith(".part"))) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
