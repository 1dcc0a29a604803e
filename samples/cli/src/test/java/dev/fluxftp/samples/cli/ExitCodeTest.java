package dev.fluxftp.samples.cli;

import static dev.fluxftp.samples.cli.FakeServer.HANG_UP;
import static dev.fluxftp.samples.cli.FakeServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to fail has its code, and one line that says why. */
@Timeout(60)
class ExitCodeTest {

    @TempDir
    Path folder;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void unknownHost() {
        fails(ExitCode.CANNOT_CONNECT, "cannot connect to nowhere.invalid:21", "ls", "ftp://nowhere.invalid/");
    }

    @Test
    void closedPort() throws IOException {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        fails(ExitCode.CANNOT_CONNECT, "127.0.0.1:" + port, "ls", "ftp://127.0.0.1:" + port + "/");
    }

    @Test
    void noTlsOnTheOtherSide() {
        fails(ExitCode.TLS, "502 what? (AUTH TLS)", "ls", "--tls", "explicit", server.url(""));
        fails(ExitCode.TLS, "does not speak TLS here", "ls", "--tls", "implicit", server.url(""));
    }

    @Test
    void wrongPassword() {
        server.answer("PASS", "530 Not today, Alice");
        fails(ExitCode.LOGIN, "530 Not today, Alice", "ls", server.url(""));
    }

    @Test
    void missingFileLeavesNothing() {
        server.answer("RETR", "550 gone.txt: no such file")
                .answer("SIZE", "550 no")
                .answer("MDTM", "550 no");
        fails(ExitCode.NOT_THERE, "550 gone.txt: no such file", "get", server.url("gone.txt"), folder.toString());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void missingFolder() {
        server.answer("CWD", "550 no such folder")
                .answer("MLSD", "550 no such folder")
                .answer("LIST", "550 no such folder");
        fails(ExitCode.NOT_THERE, "550", "ls", server.url("gone/"));
    }

    @Test
    void refusedForAnotherReason() throws IOException {
        server.answer("STOR", "552 quota exceeded");
        fails(ExitCode.REFUSED, "552 quota exceeded", "put", file(), server.url("a.txt"));
    }

    @Test
    void noMoreRoomAfterTheDataHadBegunToFlow() throws IOException {
        server.answer("end", "552 disk full");
        fails(ExitCode.REFUSED, "552 disk full", "put", file(), server.url("a.txt"));
    }

    @Test
    void localFolderMissing() {
        server.send((byte) 'x');
        fails(ExitCode.LOCAL_FILE, "no-folder", "get", server.url("a.txt"), folder + "/no-folder/a.txt");
    }

    @Test
    void localFileMissing() {
        fails(ExitCode.LOCAL_FILE, "no-file", "put", folder + "/no-file", server.url("a.txt"));
        assertThat(server.heard()).noneMatch(line -> line.startsWith("STOR"));
    }

    @Test
    void noAnswer() {
        server.answer("greeting", SILENCE);
        fails(ExitCode.DEADLINE, "greeting", "ls", "--timeout", "1", server.url(""));
    }

    @Test
    void connectionLost() {
        server.answer("PASS", HANG_UP);
        fails(ExitCode.INCOMPLETE, "closed the control connection", "ls", server.url(""));
    }

    @Test
    void connectionLostInsteadOfAGreeting() {
        server.answer("greeting", HANG_UP);
        fails(ExitCode.INCOMPLETE, "closed the control connection", "ls", server.url(""));
    }

    @Test
    void transferIncomplete() throws IOException {
        server.answer("end", "426 broken pipe");
        fails(ExitCode.INCOMPLETE, "426 broken pipe", "put", "--retries", "0", file(), server.url("a.txt"));
    }

    @Test
    void notInTime() throws IOException {
        server.answer("EPSV", FakeServer.SILENCE);
        fails(ExitCode.DEADLINE, "--max-time", "put", "--max-time", "1", file(), server.url("a.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--segments=0", "--retries=-1", "--max-time=0"})
    void wrongNumbers(String option) {
        fails(ExitCode.WRONG_USE, "not", "get", option, server.url("a.txt"), folder.toString());
    }

    @Test
    void cannotResumeAnotherFile() throws IOException {
        server.send("short".getBytes(StandardCharsets.UTF_8));
        Path part = Files.writeString(folder.resolve("a.txt.part"), "much longer");

        fails(ExitCode.CHANGED, "only 5", "get", "--resume", server.url("a.txt"), folder.toString());

        assertThat(part).hasContent("much longer");
    }

    @Test
    void theServerHasAnotherHash() {
        server.send((byte) 'x').answer("FEAT", "211-has\r\n XCRC\r\n211 end").answer("XCRC", "250 12345678");

        fails(ExitCode.DIFFERENT, "8cdc1683", "get", "--verify", server.url("a.txt"), folder.toString());

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void notFtp() {
        server.answer("greeting", "HTTP/1.1 400 Bad Request");
        fails(ExitCode.NOT_FTP, "HTTP/1.1 400 Bad Request", "ls", server.url(""));
    }

    @Test
    void wrongUse() {
        for (String[] args : new String[][] {
            {"frobnicate"},
            {"get"},
            {"ls", "--no-such-option", server.url("")},
            {"ls", "http://example.org/"},
            {"ls", "not a url"},
            {"get", server.url("")},
            {"get", server.url("..")},
            {"put", "-", server.url("")},
            {"put", "--resume", "-", server.url("a.txt")},
            {"get", "--resume", server.url("a.txt"), "-"},
            {"get", "--verify", server.url("a.txt"), "-"},
            {"ls", "--insecure", server.url("")},
            {"ls", "ftp://alice:s3cret@127.0.0.1:99999/"},
            {"ls", "ftp://127.0.0.1/", "ftp://alice:s3cret@127.0.0.1/"},
            {},
            {"ls", "--tls", "perhaps", server.url("")},
            {"ls", "--timeout", "-1", server.url("")},
            {"ls", "--tls-protocol", "TLSv9", "--tls", "explicit", server.url("")},
        }) {
            Run run = Run.of(args);
            assertThat(run.code()).as(String.join(" ", args) + "\n" + run.err()).isEqualTo(ExitCode.WRONG_USE.code());
            assertThat(run.errorLines())
                    .singleElement()
                    .asString()
                    .startsWith("fluxftp: ")
                    .doesNotContain("s3cret");
        }
        assertThat(server.heard()).isEmpty();
    }

    /** Whatever is wrong with what was given, and wherever the password stands in it. */
    @Test
    void wrongUseNeverShowsThePassword() {
        for (String url : new String[] {
            "ftp://alice:s3cret@127.0.0.1/",
            "ftp://alice:s3cret@127.0.0.1:nonsense/",
            "ftp://alice:s3cret@127.0.0.1/a b",
            "ftp://alice:s3cret@/",
            "ftp://alice:o/s3cret@127.0.0.1/",
            "ftp://alice:o@s3cret@127.0.0.1/",
            "ftp://alice:o'o s3cret@127.0.0.1/",
            "http://alice:s3cret@127.0.0.1/",
            "alice:s3cret@127.0.0.1",
        }) {
            for (String[] args : new String[][] {
                {"ls", "--tls-protocol", "TLSv9", url},
                {"ls", "ftp://127.0.0.1/", url},
                {"ls", "--no-such-option", url},
                {"ls", "--timeout", url, "ftp://127.0.0.1/"},
                {"ls", "--tls", url, "ftp://127.0.0.1/"},
                {"ls", "--tls", "explicit", "--tls-protocol", url, "ftp://127.0.0.1/"},
                {"get", "--verbose", "--timeout", "0", url},
                {"put", "-", url},
                {url},
            }) {
                Run run = Run.of(args);
                assertThat(run.err()).as(String.join(" ", args)).doesNotContain("s3cret");
                assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USE.code());
                assertThat(run.errorLines()).hasSize(1);
            }
        }
    }

    @Test
    void aUrlInThePlaceOfAFileDoesNotShowItsPassword() {
        for (String url : new String[] {server.url("a.txt"), "ftp://alice:o/s3cret@127.0.0.1/", "ftp://a:@s3cret@b/"}) {
            fails(ExitCode.LOCAL_FILE, "ftp:/***@", "put", url, server.url("a.txt"));
            fails(ExitCode.LOCAL_FILE, "ftp:/***@", "get", server.url("a.txt"), url);
        }
    }

    @Test
    void helpListsTheExitCodes() {
        Run help = Run.of("--help");

        assertThat(help.code()).isZero();
        for (ExitCode each : ExitCode.values()) {
            assertThat(help.out()).containsPattern("(?m)^ *" + each.code() + " ");
        }
        assertThat(help.out()).contains("130");
    }

    private void fails(ExitCode code, String because, String... args) {
        Run run = Run.of(args);

        assertThat(run.errorLines())
                .as(run.err())
                .singleElement()
                .asString()
                .startsWith("fluxftp: ")
                .contains(because);
        assertThat(run.code()).as(run.err()).isEqualTo(code.code());
        assertThat(run.err()).doesNotContain("s3cret");
        assertThat(run.stdout()).isEmpty();
    }

    private String file() throws IOException {
        return Files.writeString(folder.resolve("a.txt"), "content").toString();
    }
}
