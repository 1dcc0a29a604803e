package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.HashUnavailableException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.file.ContentDigest;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.ServerSpec;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

/** What the server computes of a file. */
class HashTest extends ScriptedServerTest {

    private static FileHash of(HashAlgorithm algorithm) {
        ContentDigest digest = ContentDigest.of(algorithm);
        digest.update(Unpooled.wrappedBuffer(BYTES));
        return digest.hash();
    }

    @Test
    void isTheStrongestThatTheServerAnnounces() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        assertThat(await(client(server).hash("/a"))).isEqualTo(of(HashAlgorithm.SHA_512));
        assertThat(server.commands().lines()).containsSubsequence("OPTS HASH SHA-512", "HASH /a");
    }

    @ParameterizedTest
    @EnumSource
    void isByTheAlgorithmThatIsAskedFor(HashAlgorithm algorithm) {
        FtpClient client = client(serve(ServerSpec::hashes));
        assertThat(await(client.hash("/a", algorithm))).isEqualTo(of(algorithm));
    }

    @ParameterizedTest
    @EnumSource
    void olderServersHaveACommandForEach(HashAlgorithm algorithm) {
        ScriptedFtpServer server = serve(s -> s.hashes().without("HASH"));
        assertThat(await(client(server).hash("/a", algorithm))).isEqualTo(of(algorithm));
        assertThat(server.commands().lines())
                .contains(algorithm.verbs().get(0) + " /a")
                .doesNotContain("HASH /a");
    }

    @Test
    void aChoiceOfAnotherUseOfTheSessionDoesNoHarm() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        FtpClient client = client(server, sessions(1));
        assertThat(await(client.hash("/a", HashAlgorithm.MD5))).isEqualTo(of(HashAlgorithm.MD5));
        assertThat(await(client.hash("/a", HashAlgorithm.SHA_256))).isEqualTo(of(HashAlgorithm.SHA_256));
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void isNotThereWhereNoneIsAnnounced() {
        ScriptedFtpServer server = serve();
        HashUnavailableException e =
                failure(HashUnavailableException.class, client(server).hash("/a"));
        assertThat(e).hasMessageContaining("/a");
        assertThat(e.isTransient()).isFalse();
        assertThat(server.commands().verbs()).doesNotContain("HASH", "XSHA512", "XCRC");
    }

    @Test
    void isNotThereByAnAlgorithmThatIsNotAnnounced() {
        ScriptedFtpServer server = serve(s -> s.hashes().without("HASH", "XSHA512"));
        assertThat(failure(HashUnavailableException.class, client(server).hash("/a", HashAlgorithm.SHA_512)))
                .hasMessageContaining("announces none");
    }

    @Test
    void noFileHasNone() {
        NegativeReplyException e = failure(
                NegativeReplyException.class, client(serve(ServerSpec::hashes)).hash("/missing"));
        assertThat(e.reply())
                .hasValueSatisfying(reply -> assertThat(reply.code()).isEqualTo(550));
    }

    @Test
    void whatIsAnnouncedAndNotKnownIsAskedForOnce() {
        ScriptedFtpServer server = serve(s -> s.feature("XSHA256").feature("XCRC"));
        FtpClient client = client(server);
        for (int i = 0; i < 2; i++) {
            HashUnavailableException unused = failure(HashUnavailableException.class, client.hash("/a"));
        }
        assertThat(server.commands().count("XSHA256")).isEqualTo(1);
        assertThat(server.commands().count("XCRC")).isEqualTo(1);
    }

    @Test
    void aHashOfAPartIsNone() {
        ScriptedFtpServer server = serve(s -> s.hashes().without("XSHA512"));
        server.on("HASH").once().reply("213 SHA-512 0-1000 " + "0".repeat(128) + " /a");
        assertThat(await(client(server).hash("/a"))).isEqualTo(of(HashAlgorithm.SHA_256));
        assertThat(server.commands().lines()).contains("SIZE /a");
    }

    @Test
    void takesNoLongerThanAFinalReply() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        server.on("HASH").with(new Fault.NoReply());
        DeadlineExceededException e = failure(
                DeadlineExceededException.class,
                client(server, deadlines(d -> d.finalReply(Duration.ofMillis(100))))
                        .hash("/a"));
        assertThat(e.phase()).isEqualTo(Phase.FINAL_REPLY);
    }

    @Test
    void whoLosesInterestLeavesTheSessionClean() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        CountDownLatch until = new CountDownLatch(1);
        server.on("HASH").once().with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(1));
        Disposable running = client.hash("/a").subscribe();
        server.awaitCommand("HASH", SOON);
        running.dispose();
        until.countDown();
        assertThat(await(client.hash("/a"))).isEqualTo(of(HashAlgorithm.SHA_512));
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void whatCannotBeSaidIsRefusedBeforeASessionIsTaken() {
        ScriptedFtpServer server = serve(ServerSpec::hashes);
        FtpClient client = client(server);
        assertThat(failure(IllegalArgumentException.class, client.hash("/a\r\nDELE /a")))
                .hasMessageContaining("CR");
        assertThat(failure(IllegalArgumentException.class, client.hash("/a\n", HashAlgorithm.MD5)))
                .hasMessageContaining("CR");
        assertThat(server.sessions().total()).isZero();
    }
}
