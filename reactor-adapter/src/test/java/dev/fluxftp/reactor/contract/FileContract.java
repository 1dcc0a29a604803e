package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.NegativeReplyException;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** What is known of a file, and what is done to it without moving its bytes. */
interface FileContract extends Contract {

    private String file(int size) {
        String path = folder() + "/file";
        await(client().upload(path, Contract.buffers(bytes(size))));
        return path;
    }

    @Test
    default void a_file_is_described() {
        String path = file(4321);

        FtpEntry entry = await(client().stat(path));

        assertThat(entry.isFile()).isTrue();
        assertThat(entry.size()).isEqualTo(4321);
        assertThat(entry.name()).isEqualTo("file");
        assertThat(entry.path()).isEqualTo(path);
        assertThat(entry.modified()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
        assertThat(await(client().exists(path))).isTrue();
        assertThat(await(client().size(path))).isEqualTo(4321);
        assertThat(await(client().modified(path))).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
    }

    @Test
    default void a_directory_is_described() {
        String folder = folder();

        assertThat(await(client().stat(folder)).isDirectory()).isTrue();
        assertThat(await(client().exists(folder))).isTrue();
        assertThat(await(client().stat("/")).isDirectory()).isTrue();
    }

    @Test
    default void what_is_missing_is_nothing_or_refused() {
        String missing = folder() + "/missing";

        assertThat(await(client().stat(missing))).isNull();
        assertThat(await(client().exists(missing))).isFalse();
        assertThatThrownBy(() -> await(client().size(missing))).isInstanceOf(NegativeReplyException.class);
        assertThatThrownBy(() -> await(client().modified(missing))).isInstanceOf(NegativeReplyException.class);
        assertThatThrownBy(() -> await(client().delete(missing))).isInstanceOf(NegativeReplyException.class);
    }

    @Test
    default void a_file_is_renamed() {
        String path = file(99);

        await(client().rename(path, path + " 2"));

        assertThat(await(client().exists(path))).isFalse();
        assertThat(server().content(path + " 2")).isEqualTo(bytes(99));
    }

    @Test
    default void what_is_missing_is_not_renamed() {
        String missing = folder() + "/missing";

        assertThatThrownBy(() -> await(client().rename(missing, missing + "2")))
                .isInstanceOf(NegativeReplyException.class);
    }

    @Test
    default void a_file_is_deleted() {
        String path = file(1);

        await(client().delete(path));

        assertThat(await(client().exists(path))).isFalse();
    }

    @Test
    default void the_modification_time_is_set() {
        for (String name : new String[] {"/file", "/with blanks in it"}) {
            String path = folder() + name;
            await(client().upload(path, Contract.buffers(bytes(1))));
            Instant time = Instant.parse("2001-02-03T04:05:06.789Z");

            await(client().setModified(path, time));

            assertThat(await(client().modified(path))).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Test
    default void what_is_missing_has_no_modification_time_to_set() {
        String missing = folder() + "/missing";

        assertThatThrownBy(() -> await(client().setModified(missing, Instant.EPOCH)))
                .isInstanceOf(NegativeReplyException.class);

        assertThat(await(client().exists(missing))).isFalse();
    }

    @Test
    default void permissions_are_set() {
        String path = file(1);
        String refused = "rw-r-----";
        if (setting().has(Quirk.SETS_NO_PERMISSIONS)) {
            assertThatThrownBy(() -> await(client().setPermissions(path, PosixFilePermissions.fromString(refused))))
                    .isInstanceOf(NegativeReplyException.class);
            return;
        }
        for (String permissions : new String[] {"rw-r-----", "rwxrwxrwx", "r--------"}) {
            await(client().setPermissions(path, PosixFilePermissions.fromString(permissions)));

            assertThat(server().permissions(path)).isEqualTo(permissions);
        }
        await(client().setPermissions(path, PosixFilePermissions.fromString("rw-rw-rw-")));
    }
}
