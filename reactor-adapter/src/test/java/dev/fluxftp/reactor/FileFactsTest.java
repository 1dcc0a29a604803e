package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Modification time and mode of files. */
class FileFactsTest extends ScriptedServerTest {

    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

    @Test
    void areSet() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);

        awaitEnd(client.setModified("/a", TIME.plusMillis(999)));
        awaitEnd(client.setPermissions("/a", PosixFilePermissions.fromString("rwxr-x--x")));

        assertThat(server.files().modified("/a")).isEqualTo(TIME);
        assertThat(server.files().mode("/a")).isEqualTo(0751);
        assertThat(server.commands().lines()).contains("MFMT 20010203040506 /a", "SITE CHMOD 751 /a");
    }

    @Test
    void areThoseOfTheWorkingDirectoryInAHeldSession() {
        ScriptedFtpServer server = serve(s -> s.file("/in/b", "x"));
        FtpConnection connection = connect(client(server));

        awaitEnd(connection.changeWorkingDirectory("/in").then(connection.setModified("b", TIME)));

        assertThat(server.files().modified("/in/b")).isEqualTo(TIME);
    }

    @Test
    void aServerWithoutMfmtIsAskedOtherwise() {
        ScriptedFtpServer server = serve(s -> s.without("MFMT"));
        server.on("MDTM").path("/20010203040506 /a").reply("213 File modification time set.");
        server.files().touch("/a", TIME);

        awaitEnd(client(server).setModified("/a", TIME));

        assertThat(server.commands().lines())
                .containsSubsequence("MDTM 20010203040506 /a", "MDTM /a")
                .doesNotContain("MFMT 20010203040506 /a");
    }

    @Test
    void whatIsAnnouncedAndNotKnownIsTriedOnce() {
        ScriptedFtpServer server = serve();
        server.on("MFMT").reply("502 Not here.");
        FtpClient client = client(server);

        for (int i = 0; i < 2; i++) {
            assertThat(failure(NegativeReplyException.class, client.setModified("/a", TIME)))
                    .hasMessageStartingWith("550 ")
                    .hasMessageEndingWith("(MDTM 20010203040506 /a)");
        }

        assertThat(server.commands().count("MFMT")).isEqualTo(1);
    }

    @Test
    void aTimeIsSetAlthoughTheSessionHadEndedInThePool() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        server.on("MFMT").once().with(new Fault.DropControl(Fault.When.BEFORE_COMMAND));

        awaitEnd(client.setModified("/a", TIME));

        assertThat(server.files().modified("/a")).isEqualTo(TIME);
    }

    @Test
    void whatTheServerDoesNotSetIsAFailure() {
        ScriptedFtpServer server = serve();
        server.on("SITE").once().reply("202 Superfluous on Windows.");
        FtpClient client = client(server);

        assertThat(failure(
                        NegativeReplyException.class,
                        client.setPermissions("/a", PosixFilePermissions.fromString("rw-------"))))
                .hasMessage("202 Superfluous on Windows. (SITE CHMOD 600 /a)");
        failure(
                NegativeReplyException.class,
                client.setPermissions("/missing", PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void whatCannotBeSaidIsRefusedBeforeASessionIsTaken() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);

        failure(IllegalArgumentException.class, client.setModified("/a\r\nDELE /a", TIME));
        failure(
                IllegalArgumentException.class,
                client.setPermissions("/a\n", PosixFilePermissions.fromString("r--------")));

        assertThat(server.sessions().total()).isZero();
    }
}
