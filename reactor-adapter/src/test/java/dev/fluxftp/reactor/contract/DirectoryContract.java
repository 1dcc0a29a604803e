package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.NegativeReplyException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Listings, and directories themselves. */
interface DirectoryContract extends Contract {

    private List<FtpEntry> list(String path) {
        return await(client().list(path).collectList());
    }

    private void unlessPattern(String name) {
        if (name.contains("[")) {
            unless(Quirk.TAKES_PATHS_FOR_PATTERNS);
        }
    }

    @Test
    default void an_empty_directory_has_no_entries() {
        assertThat(list(folder())).isEmpty();
    }

    @Test
    default void entries_have_their_names_types_and_sizes() {
        String folder = folder();
        server().put(folder + "/none", bytes(0));
        server().put(folder + "/some.txt", bytes(1234));
        await(client().makeDirectory(folder + "/sub"));

        Map<String, FtpEntry> entries = list(folder).stream().collect(Collectors.toMap(FtpEntry::name, entry -> entry));

        assertThat(entries).containsOnlyKeys("none", "some.txt", "sub");
        assertThat(entries.get("sub").isDirectory()).isTrue();
        assertThat(entries.get("none").size()).isZero();
        assertThat(entries.get("some.txt")).satisfies(entry -> {
            assertThat(entry.isFile()).isTrue();
            assertThat(entry.size()).isEqualTo(1234);
            assertThat(entry.path()).isEqualTo(folder + "/some.txt");
            assertThat(entry.modified()).isNotNull();
        });
    }

    /** A server may have sent all, and closed, before its 150 is read. */
    @Test
    default void a_short_listing_is_never_lost() {
        String folder = folder();
        server().put(folder + "/file", bytes(1));

        assertThat(await(Flux.range(0, 20)
                        .concatMap(i -> client().list(folder).count())
                        .collectList()))
                .containsOnly(1L);
    }

    @Test
    default void a_missing_directory_is_no_empty_one() {
        assertThatThrownBy(() -> list(folder() + "/missing")).isInstanceOf(NegativeReplyException.class);
    }

    @Test
    default void all_entries_of_a_large_directory_come() {
        String folder = folder();
        List<String> names = IntStream.range(0, 500).mapToObj(i -> "entry-" + i).toList();
        names.forEach(name -> server().put(folder + "/" + name, bytes(1)));

        assertThat(list(folder)).extracting(FtpEntry::name).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with two  spaces", "Grüße aus Köln", "日本", "it's \"quoted\"", "-l", "#[x]", "a;b=c"})
    default void a_name_survives_the_way_there_and_back(String name) {
        unlessPattern(name);
        String folder = folder();
        String path = folder + "/" + name;

        await(client().upload(path, Contract.buffers(bytes(10))));

        assertThat(list(folder)).extracting(FtpEntry::name).containsExactly(name);
        assertThat(await(client().size(path))).isEqualTo(10);
        assertThat(download(path)).isEqualTo(bytes(10));
        await(client().delete(path));
        assertThat(list(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two  spaces", "Grüße", "it's \"quoted\"", "-l", "[x]"})
    default void a_directory_of_any_name_can_be_listed(String name) {
        unlessPattern(name);
        String folder = folder() + "/" + name;
        await(client().makeDirectory(folder));
        await(client().upload(folder + "/inside", Contract.buffers(bytes(3))));

        assertThat(list(folder)).extracting(FtpEntry::name).containsExactly("inside");
        assertThat(list(folder)).extracting(FtpEntry::path).containsExactly(folder + "/inside");
    }

    @Test
    default void directories_are_made_with_their_parents_as_often_as_asked() {
        String deep = folder() + "/a/b/c";

        await(client().makeDirectories(deep));
        await(client().makeDirectories(deep));

        assertThat(await(client().stat(deep)).isDirectory()).isTrue();
    }

    @Test
    default void a_directory_that_exists_is_not_made_again() {
        String folder = folder();

        assertThatThrownBy(() -> await(client().makeDirectory(folder))).isInstanceOf(NegativeReplyException.class);
    }

    @Test
    default void only_an_empty_directory_is_removed() {
        String folder = folder();
        server().put(folder + "/file", bytes(1));

        assertThatThrownBy(() -> await(client().removeDirectory(folder))).isInstanceOf(NegativeReplyException.class);

        await(client().delete(folder + "/file"));
        await(client().removeDirectory(folder));
        assertThat(await(client().exists(folder))).isFalse();
    }

    @Test
    default void a_missing_directory_cannot_be_removed() {
        assertThatThrownBy(() -> await(client().removeDirectory(folder() + "/missing")))
                .isInstanceOf(NegativeReplyException.class);
    }
}
