package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads whose modification time and mode are those that were asked for. */
class UploadedFactsTest extends ScriptedServerTest {

    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
    private static final byte[] OLD = {1, 2, 3};

    private ScriptedFtpServer serveOld() {
        return serve(s -> s.directory("/in").file("/in/b", OLD));
    }

    private Path source() throws IOException {
        Path source = Files.write(folder.resolve("source"), BYTES);
        Files.setPosixFilePermissions(source, MODE);
        return Files.setLastModifiedTime(source, FileTime.from(TIME));
    }

    private static void assertKept(ScriptedFtpServer server) {
        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
        assertThat(server.files().modified("/in/b")).isEqualTo(TIME);
        assertThat(server.files().permissions("/in/b")).isEqualTo("rw-r-----");
    }

    @Test
    void areThoseOfTheFile() throws IOException {
        ScriptedFtpServer server = serveOld();

        await(client(server).upload("/in/b", source(), u -> u.keepModified().keepPermissions()));

        assertKept(server);
    }

    @Test
    void areSetBeforeTheFileHasItsName() throws IOException {
        ScriptedFtpServer server = serveOld();

        await(client(server)
                .upload("/in/b", source(), u -> u.atomically().keepModified().keepPermissions()));

        assertKept(server);
        assertThat(server.commands().verbs()).containsSubsequence("STOR", "MFMT", "SITE", "RNTO");
        assertThat(server.files().names("/in")).containsExactly("b");
    }

    @Test
    void areSetOfWhatIsNoFile() {
        ScriptedFtpServer server = serveOld();

        await(client(server)
                .upload("/in/b", content(BYTES, 10_000), u -> u.modified(TIME).permissions(MODE)));

        assertKept(server);
    }

    @Test
    void areSetWhereAllWasThereAlready() throws IOException {
        ScriptedFtpServer server = serve(s -> s.file("/in/b", BYTES));

        await(client(server)
                .upload("/in/b", source(), u -> u.resume().keepModified().keepPermissions()));

        assertKept(server);
        assertThat(server.commands().verbs()).doesNotContain("STOR", "APPE");
    }

    @Test
    void whatIsGivenGoesBeforeWhatIsKept() throws IOException {
        ScriptedFtpServer server = serveOld();
        Path source = source();
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));

        await(client(server)
                .upload("/in/b", source, u -> u.keepModified().modified(TIME).keepPermissions()));

        assertKept(server);
    }

    @Test
    void nothingIsSaidOfWhatNobodyAskedFor() throws IOException {
        ScriptedFtpServer server = serveOld();

        await(client(server).upload("/in/b", source(), UploadSpec::keepModified));
        await(client(server).upload("/in/b", source(), UploadSpec::keepPermissions));

        assertThat(server.commands().count("MFMT")).isEqualTo(1);
        assertThat(server.commands().count("SITE")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MFMT", "SITE"})
    void areSetOnAnotherSessionWhereTheReplyWasLost(String verb) throws IOException {
        ScriptedFtpServer server = serveOld();
        server.on(verb).once().with(new Fault.DropControl(Fault.When.BEFORE_REPLY));
        UnaryOperator<FtpClient> fast = c -> c.healing(h -> h.backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

        await(client(server, fast)
                .upload("/in/b", source(), u -> u.keepModified().keepPermissions()));

        assertKept(server);
        assertThat(server.commands().count("STOR")).isEqualTo(1);
    }

    /** The bytes are there; who asked for more is told. */
    @Test
    void whatTheServerRefusesIsAFailure() throws IOException {
        ScriptedFtpServer server = serveOld();
        server.on("SITE").reply("550 Not yours.");

        NegativeReplyException refusal = failure(
                NegativeReplyException.class, client(server).upload("/in/b", source(), UploadSpec::keepPermissions));

        assertThat(refusal.command())
                .hasValueSatisfying(command -> assertThat(command.is(Verb.SITE)).isTrue());
        assertThat(server.files().get("/in/b")).isEqualTo(BYTES);
    }

    @Test
    void whatTheServerRefusesIsNotPublished() throws IOException {
        ScriptedFtpServer server = serveOld();
        server.on("MFMT").reply("550 Not yours.");

        failure(
                NegativeReplyException.class,
                client(server).upload("/in/b", source(), u -> u.atomically().keepModified()));

        assertThat(server.files().get("/in/b")).isEqualTo(OLD);
        assertThat(server.files().names("/in")).containsExactly("b");
    }

    @Test
    void nothingCanBeKeptOfWhatIsNoFile() {
        ScriptedFtpServer server = serveOld();

        failure(
                IllegalArgumentException.class,
                client(server).upload("/in/b", content(BYTES, 10_000), UploadSpec::keepModified));

        assertThat(server.sessions().total()).isZero();
    }
}
