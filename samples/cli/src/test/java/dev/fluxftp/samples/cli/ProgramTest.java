package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in a JVM of its own, as a shell runs it. */
@Timeout(60)
class ProgramTest {

    private static final int MORE_THAN_SOCKETS_HOLD = 64 << 20;

    @TempDir
    Path folder;

    /** The JVM's own for SIGTERM. */
    private static final int TERMINATED = 143;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void interruptCancelsAndKeepsThePart() throws IOException, InterruptedException {
        server.send(new byte[MORE_THAN_SOCKETS_HOLD])
                .answer("SIZE", "213 " + 2L * MORE_THAN_SOCKETS_HOLD)
                .stallAfterData();
        Process program =
                start("get", server.url("big.bin"), folder.resolve("big.bin").toString());
        server.awaitStall();

        // not INT: who runs the tests in the background of a shell has told all its children to ignore that
        Process signal = new ProcessBuilder("kill", "-TERM", Long.toString(program.pid())).start();

        assertThat(signal.waitFor()).isZero();
        assertThat(program.waitFor()).isEqualTo(TERMINATED);
        assertThat(text(program.getErrorStream())).doesNotContain("\tat ", "Exception");
        assertThat(folder.resolve("big.bin")).doesNotExist();
        assertThat(folder.resolve("big.bin.part")).isNotEmptyFile();
    }

    @Test
    void verboseShowsTheCommandsButNotTheSecret() throws IOException, InterruptedException {
        server.answer("MLSD", "550 no such folder").answer("LIST", "550 no such folder");

        Process program = start("ls", "--verbose", server.url("gone"));
        String err = text(program.getErrorStream());

        assertThat(program.waitFor()).isEqualTo(ExitCode.NOT_THERE.code());
        assertThat(err)
                .contains("> USER alice", "> PASS ***", "fluxftp: 550 no such folder")
                .doesNotContain("s3cret");
    }

    @Test
    void endsByItselfAndSaysNothingElse() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("a.txt"), "content");

        Process program = start("put", "--quiet", file.toString(), server.url("a.txt"));

        assertThat(text(program.getErrorStream())).isEmpty();
        assertThat(text(program.getInputStream())).isEmpty();
        assertThat(program.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "get"})
    @EnabledOnOs(OS.LINUX)
    void saysThatTheOutputTakesNoMore(String command) throws IOException, InterruptedException {
        server.send("-rw-r--r-- 1 a b 7 Jan 02 2026 a.txt\r\n".getBytes(StandardCharsets.UTF_8));
        String[] args = command.equals("ls")
                ? new String[] {"ls", server.url("")}
                : new String[] {"get", "--quiet", server.url("a.txt"), "-"};

        Process program = program(args).redirectOutput(new File("/dev/full")).start();

        assertThat(text(program.getErrorStream()).lines())
                .singleElement()
                .asString()
                .startsWith("fluxftp: ")
                .contains("the standard output");
        assertThat(program.waitFor()).isEqualTo(ExitCode.LOCAL_FILE.code());
    }

    private static Process start(String... args) throws IOException {
        return program(args).start();
    }

    private static ProcessBuilder program(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", // as the launcher says it: newer JVMs warn otherwise
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(Fluxftp.class.getName());
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
