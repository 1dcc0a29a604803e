package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.FileDownloadSpec;
import dev.fluxftp.reactor.UploadSpec;
import dev.fluxftp.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What was begun earlier goes on where it ended. */
interface ResumeContract extends Contract {

    int WHOLE = MIB;
    int HELD = 400_001;

    private void assertSaid(String command) {
        server().log()
                .ifPresent(log -> assertThat(log)
                        .as("commands that the server heard")
                        .anySatisfy(line -> assertThat(line).contains(command)));
    }

    @Test
    default void a_part_goes_on_with_REST() throws IOException {
        String path = folder() + "/file";
        server().put(path, bytes(WHOLE));
        Path target = local().resolve("target");
        Files.write(local().resolve("target.part"), bytes(HELD));

        TransferReport report = await(client().download(path, target, FileDownloadSpec::resume));

        assertThat(target).hasBinaryContent(bytes(WHOLE));
        assertThat(report.offset()).isEqualTo(HELD);
        assertThat(report.bytes()).isEqualTo(WHOLE - HELD);
        assertSaid("REST " + HELD);
    }

    @Test
    default void a_part_that_is_whole_needs_no_transfer() throws IOException {
        String path = folder() + "/file";
        server().put(path, bytes(HELD));
        Path target = local().resolve("target");
        Files.write(local().resolve("target.part"), bytes(HELD));

        TransferReport report = await(client().download(path, target, FileDownloadSpec::resume));

        assertThat(target).hasBinaryContent(bytes(HELD));
        assertThat(report.bytes()).isZero();
    }

    @Test
    default void a_file_that_was_replaced_by_one_of_equal_size_is_noticed() {
        String path = folder() + "/file";
        Instant then = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        server().put(path, bytes(WHOLE));
        server().touch(path, then);
        Path target = local().resolve("target");
        assertThatThrownBy(() -> await(client().download(path, target, how -> how.onProgress(p -> enough()))))
                .hasMessageContaining("enough");
        assertThat(local().resolve("target.part")).isNotEmptyFile();

        server().put(path, new byte[WHOLE]);
        server().touch(path, then.plusSeconds(1));

        assertThatThrownBy(() -> await(client().download(path, target, FileDownloadSpec::resume)))
                .isInstanceOf(RemoteChangedException.class);
        assertThatThrownBy(() -> await(
                        client().download(path, target, how -> how.resume().segments(2))))
                .isInstanceOf(RemoteChangedException.class);
        assertThat(target).doesNotExist();
        await(client().download(path, target));
        assertThat(target).hasBinaryContent(new byte[WHOLE]);
    }

    private static void enough() {
        throw new IllegalStateException("enough");
    }

    @Test
    default void a_part_longer_than_the_file_is_not_its_beginning() throws IOException {
        String path = folder() + "/file";
        server().put(path, bytes(HELD));
        Files.write(local().resolve("target.part"), bytes(HELD + 1));

        assertThatThrownBy(() -> await(client().download(path, local().resolve("target"), FileDownloadSpec::resume)))
                .isInstanceOf(RemoteChangedException.class);
    }

    @Test
    default void an_upload_goes_on_with_APPE() throws IOException {
        String path = folder() + "/file";
        await(client().upload(path, buffers(bytes(HELD))));
        Path source = Files.write(local().resolve("source"), bytes(WHOLE));

        TransferReport report = await(client().upload(path, source, UploadSpec::resume));

        assertThat(server().content(path)).isEqualTo(bytes(WHOLE));
        assertThat(report.offset()).isEqualTo(HELD);
        assertThat(report.bytes()).isEqualTo(WHOLE - HELD);
        assertSaid("APPE " + path);
    }

    @Test
    default void an_upload_from_any_source_goes_on_where_the_server_is() {
        String path = folder() + "/file";
        await(client().upload(path, buffers(bytes(HELD))));

        await(client().upload(
                        path,
                        offset -> buffers(Arrays.copyOfRange(bytes(WHOLE), (int) offset, WHOLE)),
                        UploadSpec::resume));

        assertThat(server().content(path)).isEqualTo(bytes(WHOLE));
    }

    @Test
    default void an_upload_that_never_began_begins() throws IOException {
        String path = folder() + "/file";
        Path source = Files.write(local().resolve("source"), bytes(HELD));

        TransferReport report = await(client().upload(path, source, UploadSpec::resume));

        assertThat(server().content(path)).isEqualTo(bytes(HELD));
        assertThat(report.offset()).isZero();
    }
}
