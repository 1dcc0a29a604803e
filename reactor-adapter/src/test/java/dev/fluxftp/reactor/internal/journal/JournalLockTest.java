package dev.fluxftp.reactor.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** One journal is for one store of one process. */
class JournalLockTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static Journal journal(Path file) {
        return new Journal(file, Duration.ZERO, 1 << 20);
    }

    private static CheckpointException refusal(Mono<?> mono) {
        CheckpointException refusal = catchThrowableOfType(CheckpointException.class, () -> mono.block(SOON));
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(Reason.IN_USE);
        assertThat(refusal.isTransient()).isTrue();
        return refusal;
    }

    @Test
    void twoStoresOfOneProcess() {
        Path file = folder.resolve("journal");
        Journal first = journal(file);
        Journal second = journal(file);
        first.write("a", new byte[] {1}).block(SOON);
        assertThat(refusal(second.read("a"))).hasMessageContaining("another store of this process");
        first.close().block(SOON);
        assertThat(second.read("a").block(SOON)).as("once it is free").containsExactly(1);
        second.close().block(SOON);
    }

    @Test
    void oneFileByTwoNames() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), real);
        Journal first = journal(real.resolve("journal"));
        Journal second = journal(linked.resolve("../linked/journal"));
        first.write("a", new byte[] {1}).block(SOON);
        refusal(second.read("a"));
        first.close().block(SOON);
        second.close().block(SOON);
    }

    @Test
    void twoProcesses() throws IOException, InterruptedException {
        Path file = folder.resolve("journal");
        Journal mine = journal(file);
        mine.write("a", new byte[] {1}).block(SOON);
        refusal(journal(file).read("a")); // must not loosen the lock, as POSIX would have it
        assertThat(saidBy(start(file))).contains("in use by another process");
        mine.close().block(SOON);

        Process other = start(file);
        try (BufferedReader said = reader(other)) {
            assertThat(said.readLine()).isEqualTo("open");
            assertThat(refusal(mine(file).read("a"))).hasMessageContaining("another process");
            other.destroyForcibly();
            assertThat(other.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        Journal survivor = journal(file);
        assertThat(survivor.read("a").block(SOON)).as("written before the kill").containsExactly(2);
        survivor.close().block(SOON);
    }

    private static Journal mine(Path file) {
        return journal(file);
    }

    private static String saidBy(Process process) throws IOException, InterruptedException {
        try (BufferedReader said = reader(process)) {
            String line = String.valueOf(said.readLine());
            process.destroyForcibly();
            assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return line;
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Opens the journal, says so, and holds it until it is killed. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            try {
                journal(Path.of(arguments[0])).write("a", new byte[] {2}).block(SOON);
                System.out.println("open");
            } catch (CheckpointException e) {
                System.out.println(e.getMessage());
            }
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
