package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.KIB;
import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One file over several data connections at a time. */
interface SegmentContract extends Contract {

    int SIZE = 5 * MIB + 77;

    private String file() {
        String path = folder() + "/file";
        server().put(path, bytes(SIZE));
        return path;
    }

    @Test
    default void segments_come_in_order() {
        String path = file();

        assertThat(Contract.collect(client().download(path, d -> d.segments(3, 700 * KIB))))
                .isEqualTo(bytes(SIZE));
        assertThat(download(path)).as("the sessions are clean").isEqualTo(bytes(SIZE));
    }

    @Test
    default void segments_of_a_range_are_exactly_that() {
        String path = file();

        byte[] range = Contract.collect(
                client().download(path, d -> d.offset(100_001).length(3 * MIB).segments(3, MIB)));

        assertThat(range).isEqualTo(Arrays.copyOfRange(bytes(SIZE), 100_001, 100_001 + 3 * MIB));
    }

    @Test
    default void segments_make_up_a_file() {
        String path = file();
        Path target = local().resolve("target");

        await(client().download(path, target, how -> how.segments(3)));

        assertThat(target).hasBinaryContent(bytes(SIZE));
    }
}
