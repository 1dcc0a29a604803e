package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.UploadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** An upload appears under its name only when it is whole, also where the server does not overwrite. */
interface PublicationContract extends Contract {

    @Test
    default void an_atomic_upload_makes_a_file() {
        String folder = folder();

        await(client().upload(folder + "/new", buffers(bytes(100_000)), UploadSpec::atomically));

        assertThat(download(folder + "/new")).isEqualTo(bytes(100_000));
        assertThat(await(client().list(folder).map(FtpEntry::name).collectList()))
                .containsExactly("new");
    }

    @Test
    default void an_atomic_upload_replaces_what_is_there() {
        String folder = folder();
        server().put(folder + "/old", bytes(200_000));

        await(client().upload(folder + "/old", buffers(bytes(100_000)), UploadSpec::atomically));

        assertThat(download(folder + "/old")).isEqualTo(bytes(100_000));
        assertThat(await(client().list(folder).map(FtpEntry::name).collectList()))
                .containsExactly("old");
    }

    @Test
    default void an_upload_keeps_the_time_of_the_file() throws IOException {
        Path source = Files.write(local().resolve("source"), bytes(1000));
        Instant time = Instant.parse("2001-02-03T04:05:06Z");
        Files.setLastModifiedTime(source, FileTime.from(time));
        String folder = folder();

        await(client().upload(folder + "/growing", source, UploadSpec::keepModified));
        await(client().upload(folder + "/atomic", source, u -> u.atomically().keepModified()));

        assertThat(await(client().modified(folder + "/growing"))).isEqualTo(time);
        assertThat(await(client().modified(folder + "/atomic"))).isEqualTo(time);
    }

    @Test
    default void an_atomic_upload_keeps_the_permissions_of_the_file() throws IOException {
        Path source = Files.write(local().resolve("source"), bytes(1000));
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r-xr--"));
        String path = folder() + "/file";
        Mono<?> upload = client().upload(path, source, u -> u.atomically().keepPermissions());

        if (setting().has(Quirk.SETS_NO_PERMISSIONS)) {
            assertThatThrownBy(() -> await(upload)).isInstanceOf(NegativeReplyException.class);
            assertThat(await(client().exists(path))).isFalse();
        } else {
            await(upload);
            assertThat(server().permissions(path)).isEqualTo("rw-r-xr--");
        }
    }
}
