package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates, times and checkpoints. */
@Timeout(60)
class TransferOptionsTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir
    Path theirs;

    @TempDir
    Path ours;

    private RealServer server;

    @BeforeEach
    void start() throws FtpException {
        server = RealServer.start(theirs, null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path put() throws IOException {
        Path file = Files.write(theirs.resolve("a.bin"), CONTENT);
        return Files.setLastModifiedTime(file, FileTime.from(TIME));
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "500K, 512000", "2m, 2097152", "1G, 1073741824", "3kB, 3072"})
    void aRateIsWrittenAsForCurl(String text, long bytesPerSecond) {
        assertThat(new RateOption.Rate().convert(text).bytesPerSecond()).isEqualTo(bytesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "0", "0K", "-1", "1.5M", "2T", "2 M", "", "99999999999"})
    void whatIsNoRateIsWrongUse(String text) {
        Run run = Run.of("get", "--limit-rate=" + text, server.url("a.bin"), ours.toString());

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE.code());
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .contains("--limit-rate", "'" + text + "' is no rate", "500K, 2M or 1G");
    }

    @Test
    void theRateHoldsBothWays() throws IOException {
        put();
        long begin = System.nanoTime();

        Run get = Run.of("get", "--limit-rate", "500K", server.url("a.bin"), ours.toString());
        Run print = Run.of("get", "--limit-rate", "500K", server.url("a.bin"), "-");
        Run put = Run.of("put", "--limit-rate", "500K", ours.resolve("a.bin").toString(), server.url("b.bin"));

        assertThat(get.code()).as(get.err()).isZero();
        assertThat(print.code()).as(print.err()).isZero();
        assertThat(put.code()).as(put.err()).isZero();
        assertThat(theirs.resolve("b.bin")).hasBinaryContent(CONTENT);
        assertThat(print.stdout()).isEqualTo(CONTENT);
        assertThat(System.nanoTime() - begin)
                .as("three times 300,000 bytes, each without the two tenths of a second that may come at once")
                .isGreaterThan(3 * (300_000 - 102_400) * 1_000_000_000L / 512_000);
    }

    @Test
    void timesAreKeptBothWays() throws IOException {
        put();

        Run get = Run.of("get", "-R", server.url("a.bin"), ours.toString());
        Run put = Run.of("put", "--keep-time", ours.resolve("a.bin").toString(), server.url("b.bin"));

        assertThat(get.code()).as(get.err()).isZero();
        assertThat(put.code()).as(put.err()).isZero();
        assertThat(Files.getLastModifiedTime(ours.resolve("a.bin")).toInstant()).isEqualTo(TIME);
        assertThat(Files.getLastModifiedTime(theirs.resolve("b.bin")).toInstant())
                .isEqualTo(TIME);
    }

    @Test
    void theStandardOutputGoesOnAfterTheCheckpoint() throws IOException {
        Path journal = ours.resolve("journal");
        try (FakeServer cut = new FakeServer()) {
            cut.send(Arrays.copyOf(CONTENT, 100_000))
                    .answer("SIZE", "213 300000")
                    .answer("REST", "350 ok")
                    .answer("end", "226 or so");
            Run first = Run.of("get", "--retries", "0", "--checkpoint", journal.toString(), cut.url("a.bin"), "-");

            assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.INCOMPLETE.code());
            assertThat(first.stdout()).isEqualTo(Arrays.copyOf(CONTENT, 100_000));

            cut.send(Arrays.copyOfRange(CONTENT, 100_000, 300_000))
                    .answer("SIZE", "213 300000")
                    .answer("end", "226 done");
            Run second = Run.of("get", "--checkpoint", journal.toString(), cut.url("a.bin"), "-");

            assertThat(second.code()).as(second.err()).isZero();
            assertThat(second.stdout()).isEqualTo(Arrays.copyOfRange(CONTENT, 100_000, 300_000));
            assertThat(cut.heard()).contains("REST 100000");

            Run third = Run.of("get", "--checkpoint", journal.toString(), cut.url("a.bin"), "-");

            assertThat(third.code()).as(third.err()).isZero();
            assertThat(third.stdout()).as("all of it is out").isEmpty();
        }
    }

    @Test
    void aCheckpointOfAnotherFileIsNotBelieved() throws IOException {
        Path journal = ours.resolve("journal");
        Path file = put();
        assertThat(Run.of("get", "--checkpoint", journal.toString(), server.url("a.bin"), "-")
                        .code())
                .isZero();
        Files.write(file, Arrays.copyOf(CONTENT, 200_000));

        Run again = Run.of("get", "--checkpoint", journal.toString(), server.url("a.bin"), "-");

        assertThat(again.code()).isEqualTo(ExitCode.CHANGED.code());
        assertThat(again.stdout()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--checkpoint=j, file, a file goes on from its own LOCAL.part",
        "--resume, -, --checkpoint FILE",
        "-R, -, has no modification time"
    })
    void whatDoesNotGoTogetherIsWrongUse(String option, String target, String words) {
        Run run = Run.of("get", option, server.url("a.bin"), target);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE.code());
        assertThat(run.errorLines()).singleElement().asString().contains(words);
    }

    @Test
    void theStandardInputHasNoTimeToKeep() {
        Run run = Run.of("put", "-R", "-", server.url("a.bin"));

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE.code());
        assertThat(run.errorLines()).singleElement().asString().contains("no modification time");
    }
}
