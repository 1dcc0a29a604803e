package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.reactor.UploadSpec;
import org.junit.jupiter.api.Test;

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
}
