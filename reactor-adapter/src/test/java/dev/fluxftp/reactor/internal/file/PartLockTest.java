package dev.fluxftp.reactor.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One part is for one transfer of one process. */
class PartLockTest {

    @TempDir
    Path folder;

    private Path part() {
        return folder.resolve("a.part");
    }

    private static void isRefused(Path part) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PartLock.take(part))
                .withMessageContaining("another transfer is writing " + part);
    }

    @Test
    void aSecondTransferDoesNotLoosenTheLockOfTheFirst() throws IOException, InterruptedException {
        try (PartLock first = PartLock.take(part())) {
            isRefused(part());
            assertThat(first.channel().isOpen()).isTrue();
            assertThat(saidByAnotherProcess()).contains("another transfer is writing");
        }
        assertThat(saidByAnotherProcess()).isEqualTo("taken");
    }

    @Test
    void onePartByTwoNames() throws IOException {
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), folder).resolve("a.part");
        try (PartLock first = PartLock.take(part())) {
            assertThat(first.channel().isOpen()).isTrue();
            isRefused(linked);
        }
    }

    @Test
    void givingBackTwiceTakesItFromNobody() throws IOException {
        PartLock first = PartLock.take(part());
        first.close();
        try (PartLock second = PartLock.take(part())) {
            first.close();
            assertThat(second.channel().isOpen()).isTrue();
            isRefused(part());
        }
    }

    private String saidByAnotherProcess() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        part().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            String line = String.valueOf(said.readLine());
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return line;
        }
    }

    /** Takes the part, says so, and ends. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) {
            try (PartLock lock = PartLock.take(Path.of(arguments[0]))) {
                System.out.println(lock.channel().isOpen() ? "taken" : "closed");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
