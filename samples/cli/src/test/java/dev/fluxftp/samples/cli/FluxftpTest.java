package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user types them: what they do, what they print, how they end. */
class FluxftpTest {

    private static final byte[] CONTENT = new byte[500_000];

    @TempDir
    private static Path remote;

    private static TestServer server;

    @TempDir
    Path local;

    @BeforeAll
    static void start() throws Exception {
        new Random(7).nextBytes(CONTENT);
        server = TestServer.start(remote);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void putsListsAndGets() throws Exception {
        Path source = Files.write(local.resolve("data.bin"), CONTENT);
        assertThat(Run.of("put", source.toString(), server.url(""))).satisfies(Run::succeeded);
        assertThat(remote.resolve("data.bin")).hasBinaryContent(CONTENT);

        assertThat(Run.of("ls", server.url("")))
                .satisfies(Run::succeeded)
                .satisfies(ls -> assertThat(ls.out()).containsPattern("(?m)^-\\S+ +500000 \\S+ +data\\.bin$"));

        Path target = local.resolve("copy.bin");
        Run get = Run.of("get", server.url("data.bin"), target.toString());
        get.succeeded();
        assertThat(get.err()).contains("500,000 bytes in");
        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(local.resolve("copy.bin.part")).doesNotExist();
    }

    @Test
    void getGoesOnWithAPart() throws Exception {
        Path far = Files.write(remote.resolve("resume.bin"), CONTENT);
        Files.setLastModifiedTime(far, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path target = local.resolve("resume.bin");
        Files.write(local.resolve("resume.bin.part"), Arrays.copyOf(CONTENT, 123_456));
        Run get = Run.of("get", "--resume", server.url("resume.bin"), local.toString());
        get.succeeded();
        assertThat(get.err()).contains("resumed at 123,456");
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void putGoesOnWithWhatTheServerHas() throws Exception {
        Path source = Files.write(local.resolve("up.bin"), CONTENT);
        Files.write(remote.resolve("up.bin"), Arrays.copyOf(CONTENT, 200_000));
        Run put = Run.of("put", "--resume", source.toString(), server.url("up.bin"));
        put.succeeded();
        assertThat(put.err()).contains("resumed at 200,000");
        assertThat(remote.resolve("up.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void getOfALargerPartIsAConflict() throws Exception {
        Files.write(remote.resolve("small.bin"), new byte[10]);
        Path part = Files.write(local.resolve("small.bin.part"), new byte[20]);
        Run.of("get", "--resume", server.url("small.bin"), local.toString()).failed(11, "only 10");
        assertThat(part).hasSize(20);
    }

    @Test
    void missingFile() {
        Run.of("get", server.url("nope.bin"), local.toString()).failed(6, "550");
        assertThat(local).isEmptyDirectory();
    }

    @Test
    void wrongPassword() {
        Run wrong = Run.of("ls", server.url("tester:hunter2", ""));
        wrong.failed(5, "530");
        assertThat(wrong.err()).doesNotContain("hunter2");
    }

    @Test
    void unwritableFolder() {
        Run.of("get", server.url("data.bin"), local.resolve("no/such/folder/x").toString())
                .failed(8, "there is no such file or folder");
    }

    @Test
    void missingLocalFile() {
        Run.of("put", local.resolve("nothing").toString(), server.url("x")).failed(8, "cannot read");
        assertThat(remote.resolve("x")).doesNotExist();
    }

    @Test
    void closedPort() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Run.of("ls", "ftp://127.0.0.1:" + port + "/").failed(3, "cannot connect to 127.0.0.1:" + port);
    }

    @Test
    void unknownHost() {
        Run.of("ls", "ftp://no-such-host.invalid/").failed(3, "no-such-host.invalid");
    }

    @Test
    void serverWithoutTls() {
        Run.of("ls", "--tls", "explicit", server.url("")).failed(4, "431");
    }

    @Test
    void serverThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run.of("ls", "--timeout", "1", "ftp://127.0.0.1:" + silent.getLocalPort() + "/")
                    .failed(9, "while waiting for the greeting");
        }
    }

    @Test
    void serverThatTalksNonsense() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answer =
                    CompletableFuture.runAsync(() -> say(http, "HTTP/1.1 400 Bad Request\r\n"));
            Run.of("ls", "ftp://127.0.0.1:" + http.getLocalPort() + "/").failed(12, "HTTP/1.1 400 Bad Request");
            answer.join();
        }
    }

    @Test
    void serverThatHangsUp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> say(server, "22"));
            Run.of("ls", "ftp://127.0.0.1:" + server.getLocalPort() + "/").failed(10, "closed the control connection");
            answer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "get",
                "frobnicate",
                "ls --no-such-option ftp://h/",
                "ls http://h/",
                "ls ftp://u:hunter2@h:99999/"
            })
    void wrongUse(String line) {
        Run wrong = Run.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err())
                .startsWith("fluxftp: ")
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
    }

    @Test
    void helpNamesTheExitCodes() {
        Run help = Run.of("--help");
        help.succeeded();
        assertThat(help.out()).contains("Exit codes:", "login refused", "ls", "get", "put");
    }

    @Test
    void getToTheStandardOutput() throws Exception {
        Files.write(remote.resolve("out.txt"), "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        PrintStream before = System.out;
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Run.of("get", server.url("out.txt"), "-").succeeded();
        } finally {
            System.setOut(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }

    private static void say(ServerSocket server, String text) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
