package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ls, get and put against a server that works. */
@Timeout(60)
class TransferTest {

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

    @Test
    void getsAFileIntoAFolder() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);

        Run run = Run.of("get", server.url("a.bin"), ours.toString());

        assertThat(run.code()).isZero();
        assertThat(run.stdout()).isEmpty();
        assertThat(run.errorLines()).singleElement().asString().contains("a.bin: 300,000 bytes in ");
        assertThat(ours.resolve("a.bin")).hasBinaryContent(CONTENT);
        assertThat(ours.toFile().list()).containsExactly("a.bin");
    }

    @Test
    void getsAFileUnderAnotherName() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);

        assertThat(Run.of("get", server.url("a.bin"), ours.resolve("b.bin").toString())
                        .code())
                .isZero();

        assertThat(ours.resolve("b.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void getsAFileToTheStandardOutput() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);

        Run run = Run.of("get", server.url("a.bin"), "-");

        assertThat(run.code()).isZero();
        assertThat(run.stdout()).isEqualTo(CONTENT);
        assertThat(run.errorLines()).hasSize(1);
    }

    @Test
    void goesOnWithAPart() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);
        Files.setLastModifiedTime(theirs.resolve("a.bin"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.write(ours.resolve("a.bin.part"), java.util.Arrays.copyOf(CONTENT, 123_456));

        Run run = Run.of("get", "--resume", server.url("a.bin"), ours.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("176,544 bytes", "resumed at 123,456");
        assertThat(ours.resolve("a.bin")).hasBinaryContent(CONTENT);
        assertThat(ours.toFile().list()).containsExactly("a.bin");
    }

    /** The server knows MD5. */
    @Test
    void verifiesByHash() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);

        Run run = Run.of("get", "--verify", server.url("a.bin"), ours.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .matches(".*300,000 bytes.*, verified by MD5 [0-9a-f]{32}");
        assertThat(ours.resolve("a.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void saysWhatItCouldVerify() throws IOException {
        try (FakeServer without = new FakeServer()) {
            Run run = Run.of("get", "--verify", without.send((byte) 'x').url("a.bin"), ours.toString());

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).contains("verified by size only");

            Run less = Run.of(
                    "get", "--verify", without.answer("SIZE", "502 what?").url("a.bin"), ours.toString());

            assertThat(less.code()).as(less.err()).isZero();
            assertThat(less.err()).contains("not verified");
        }
    }

    @Test
    void putsAFileAndKeepsItsName() throws IOException {
        Path file = Files.write(ours.resolve("c.bin"), CONTENT);

        Run run = Run.of("put", file.toString(), server.url(""));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.errorLines()).singleElement().asString().startsWith("c.bin: 300,000 bytes in ");
        assertThat(theirs.resolve("c.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void sendsOnlyWhatTheServerLacks() throws IOException {
        Path file = Files.write(ours.resolve("c.bin"), CONTENT);
        Files.write(theirs.resolve("d.bin"), java.util.Arrays.copyOf(CONTENT, 200_000));

        Run run = Run.of("put", "--resume", file.toString(), server.url("d.bin"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("100,000 bytes", "resumed at 200,000");
        assertThat(theirs.resolve("d.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void putsTheStandardInput() {
        Run run = Run.withInput(CONTENT, "put", "-", server.url("in.bin"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(theirs.resolve("in.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void saysNothingWhenQuiet() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);

        Run run = Run.of("get", "-q", server.url("a.bin"), ours.toString());

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void listsAligned() throws IOException {
        Files.write(theirs.resolve("a.bin"), CONTENT);
        Files.createDirectory(theirs.resolve("folder"));
        for (Path each : new Path[] {theirs.resolve("a.bin"), theirs.resolve("folder")}) {
            Files.setLastModifiedTime(each, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        }

        Run run = Run.of("ls", server.url(""));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("-").endsWith(" 300000 2026-01-02T03:04:05Z a.bin"),
                        line -> assertThat(line).startsWith("d").endsWith(" 2026-01-02T03:04:05Z folder"));
        assertThat(run.out().lines().map(line -> line.indexOf("2026"))).containsOnly(27);
    }

    @Test
    void getsAFileInSegments() throws IOException {
        byte[] large = new byte[5_000_000];
        new Random(2).nextBytes(large);
        Files.write(theirs.resolve("a.bin"), large);

        Run run = Run.of("get", "--segments", "3", server.url("a.bin"), ours.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(ours.resolve("a.bin")).hasBinaryContent(large);
        assertThat(ours.toFile().list()).containsExactly("a.bin");
    }

    @Test
    void printsAFileThatComesInSegments() throws IOException {
        byte[] large = new byte[20_000_000];
        new Random(3).nextBytes(large);
        Files.write(theirs.resolve("a.bin"), large);

        Run run = Run.of("get", "--segments", "4", server.url("a.bin"), "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.stdout()).isEqualTo(large);
    }

    @Test
    void putsAFileInOneStep() throws IOException {
        Path file = Files.write(ours.resolve("a.bin"), CONTENT);
        Files.writeString(theirs.resolve("a.bin"), "old");

        Run run = Run.of("put", "--atomic", "--verify", file.toString(), server.url("a.bin"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(theirs.resolve("a.bin")).hasBinaryContent(CONTENT);
        assertThat(theirs.toFile().list()).containsExactly("a.bin");
        assertThat(run.err()).contains("verified by");
    }
}
