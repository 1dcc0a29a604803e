package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.KIB;
import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.CheckpointStore;
import dev.fluxftp.reactor.FileDownloadSpec;
import dev.fluxftp.reactor.FtpChunk;
import dev.fluxftp.reactor.FtpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes that come again are compared before anything is added to them. */
interface ReplayContract extends Contract {

    private FtpClient comparing() {
        return client(client -> client.replay(replay -> replay.overlap(64 * KIB)));
    }

    private Path part(byte[] content) throws IOException {
        Files.write(local().resolve("target.part"), content);
        return local().resolve("target");
    }

    @Test
    default void a_part_is_compared_with_the_file() throws IOException {
        String path = folder() + "/file";
        server().put(path, bytes(MIB));
        Path target = part(bytes(400_001));

        assertThat(await(comparing().download(path, target, FileDownloadSpec::resume))
                        .offset())
                .isEqualTo(400_001);

        assertThat(target).hasBinaryContent(bytes(MIB));
        server().log()
                .ifPresent(log ->
                        assertThat(log).anySatisfy(line -> assertThat(line).contains("REST " + (400_001 - 64 * KIB))));
    }

    @Test
    default void a_part_of_another_file_is_noticed_by_its_bytes() throws IOException {
        String path = folder() + "/file";
        server().put(path, bytes(MIB));
        server().touch(path, Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
        byte[] other = bytes(400_001);
        other[400_000] ^= 1;
        Path target = part(other);

        assertThatThrownBy(() -> await(comparing().download(path, target, FileDownloadSpec::resume)))
                .isInstanceOf(RemoteChangedException.class)
                .hasMessageContaining("the last 65,536 bytes before offset 400,001 are not the same");
        assertThat(local().resolve("target.part")).hasBinaryContent(other);

        await(comparing().download(path, target, how -> how.resume().restartWhenChanged()));
        assertThat(target).hasBinaryContent(bytes(MIB));
    }

    @Test
    default void a_checkpoint_is_compared_with_the_file() {
        String path = folder() + "/file";
        byte[] whole = bytes(2 * MIB);
        server().put(path, whole);
        CheckpointStore store = CheckpointStore.inMemory();
        FtpChunk first = await(comparing()
                .downloadChunks(path, store)
                .doOnNext(FtpChunk::acknowledge)
                .next());
        assertThat(first.offset()).isZero();

        byte[] rest = Contract.collect(comparing().downloadChunks(path, store).map(FtpChunk::content));

        assertThat(rest)
                .hasSizeBetween(1, whole.length - 1)
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - rest.length, whole.length));
    }
}
