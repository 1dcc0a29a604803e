package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Whole files and parts of them, both ways. */
interface TransferContract extends Contract {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300 * KIB, 5 * MIB})
    default void upload_then_download(int size) {
        String path = folder() + "/file";

        TransferReport report = await(client().upload(path, buffers(bytes(size))));

        assertThat(server().content(path)).isEqualTo(bytes(size));
        assertThat(download(path)).isEqualTo(bytes(size));
        assertThat(report.bytes()).isEqualTo(size);
        assertThat(report.size()).isEqualTo(size);
        assertThat(report.tls() != TlsUse.NONE).isEqualTo(setting().mode().isSecure());
    }

    @Test
    default void an_upload_replaces_what_was_longer() {
        String path = folder() + "/file";
        await(client().upload(path, buffers(bytes(50_000))));

        await(client().upload(path, Flux.just(Unpooled.wrappedBuffer(bytes(10)))));

        assertThat(server().content(path)).isEqualTo(bytes(10));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "299999, 1", "100000, 150000", "100000, 9999999", "300000, 5"})
    default void a_range_is_exactly_that(int offset, int length) {
        String path = folder() + "/file";
        server().put(path, bytes(300_000));

        byte[] range =
                Contract.collect(client().download(path, d -> d.offset(offset).length(length)));

        assertThat(range).isEqualTo(Arrays.copyOfRange(bytes(300_000), offset, Math.min(300_000, offset + length)));
        assertThat(await(client().size(path))).as("the session is clean").isEqualTo(300_000);
    }

    @Test
    default void a_range_beyond_the_end_is_an_error() {
        String path = folder() + "/file";
        server().put(path, bytes(100));

        assertThatThrownBy(() -> Contract.collect(client().download(path, d -> d.offset(101))))
                .isInstanceOf(FtpException.class);
        assertThat(download(path)).as("no offset is left over").isEqualTo(bytes(100));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2 * MIB})
    default void to_and_from_a_file(int size) throws IOException {
        String path = folder() + "/file";
        Path there = Files.write(local().resolve("there"), bytes(size));
        Path back = local().resolve("back");

        TransferReport up = await(client().upload(path, there));
        TransferReport down = await(client().download(path, back));

        assertThat(back).hasBinaryContent(bytes(size));
        assertThat(up.bytes()).isEqualTo(size);
        assertThat(down.bytes()).isEqualTo(size);
        assertThat(down.size()).isEqualTo(size);
        assertThat(local()).isDirectoryNotContaining("glob:**.part*");
    }

    @Test
    default void a_missing_file_leaves_nothing_behind() {
        Path target = local().resolve("target");

        assertThatThrownBy(() -> await(client().download(folder() + "/missing", target)))
                .isInstanceOfSatisfying(
                        NegativeReplyException.class,
                        refusal -> assertThat(refusal.isTransient()).isFalse());
        assertThatThrownBy(() -> download(folder() + "/missing")).isInstanceOf(NegativeReplyException.class);
        assertThat(local()).isEmptyDirectory();
    }

    @Test
    default void an_upload_into_a_missing_folder_is_refused() {
        assertThatThrownBy(() -> await(client().upload(folder() + "/missing/file", buffers(bytes(10)))))
                .isInstanceOf(FtpException.class);
    }
}
