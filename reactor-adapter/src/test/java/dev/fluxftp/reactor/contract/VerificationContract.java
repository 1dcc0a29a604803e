package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.HashUnavailableException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.FileDownloadSpec;
import dev.fluxftp.reactor.internal.file.ContentDigest;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What the server computes of its files, and what that proves. Each check has files of its own: ProFTPD remembers hashes. */
interface VerificationContract extends Contract {

    int PART = 300_001;

    private static FileHash hash(HashAlgorithm algorithm, byte[] content) {
        ContentDigest digest = ContentDigest.of(algorithm);
        digest.update(Unpooled.wrappedBuffer(content));
        return digest.hash();
    }

    private String uploaded(String name, byte[] content) {
        String path = folder() + "/" + name;
        await(client().upload(path, buffers(content)));
        return path;
    }

    @Test
    default void the_server_tells_the_hash_of_what_was_uploaded() {
        unless(Quirk.COMPUTES_NO_HASH);
        byte[] content = bytes(MIB);
        for (String name : new String[] {"file", "with blanks in it", "d41d8cd98f00b204e9800998ecf8427e"}) {
            FileHash told = await(client().hash(uploaded(name, content)));

            assertThat(told).isEqualTo(hash(told.algorithm(), content));
        }
    }

    @Test
    default void every_algorithm_that_the_server_knows_is_right() {
        unless(Quirk.COMPUTES_NO_HASH);
        byte[] content = bytes(PART);
        String path = uploaded("file", content);
        Map<HashAlgorithm, FileHash> told = new EnumMap<>(HashAlgorithm.class);
        Map<HashAlgorithm, FileHash> right = new EnumMap<>(HashAlgorithm.class);

        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            await(client().hash(path, algorithm)
                    .onErrorResume(HashUnavailableException.class, e -> Mono.empty())
                    .doOnNext(hash -> {
                        told.put(algorithm, hash);
                        right.put(algorithm, hash(algorithm, content));
                    }));
        }

        assertThat(told).isEqualTo(right).isNotEmpty();
    }

    @Test
    default void what_is_not_there_has_no_hash() {
        unless(Quirk.COMPUTES_NO_HASH);
        String path = uploaded("file", bytes(1));

        assertThatThrownBy(() -> await(client().hash(path + "-missing")))
                .isInstanceOfAny(NegativeReplyException.class, HashUnavailableException.class);

        assertThat(await(client().hash(path))).as("nothing wrong was learned").isNotNull();
    }

    @Test
    default void a_server_without_hashes_says_so() {
        String path = uploaded("file", bytes(1));

        if (setting().has(Quirk.COMPUTES_NO_HASH)) {
            assertThatThrownBy(() -> await(client().hash(path))).isInstanceOf(HashUnavailableException.class);
        } else {
            assertThat(await(client().hash(path))).isNotNull();
        }
    }

    private void assertVerified(TransferReport report, Path target, byte[] content) {
        assertThat(target).hasBinaryContent(content);
        FileHash agreed = report.hash();
        if (setting().has(Quirk.COMPUTES_NO_HASH)) {
            assertThat(report.verification()).isEqualTo(Verification.SIZE);
            assertThat(agreed).isNull();
        } else {
            assertThat(report.verification()).isEqualTo(Verification.HASH);
            assertThat(agreed).isNotNull();
            assertThat(agreed).isEqualTo(hash(agreed.algorithm(), content));
        }
    }

    @Test
    default void a_download_is_verified_as_far_as_the_server_can() {
        Path target = local().resolve("target");
        for (int size : new int[] {0, 1, MIB}) {
            String path = uploaded("file", bytes(size));

            assertVerified(await(client().download(path, target, FileDownloadSpec::verify)), target, bytes(size));
        }
    }

    @Test
    default void a_part_is_verified_with_what_follows() throws IOException {
        String path = folder() + "/file";
        server().put(path, bytes(MIB));
        Path target = local().resolve("target");
        Files.write(local().resolve("target.part"), bytes(PART));

        TransferReport report =
                await(client().download(path, target, spec -> spec.resume().verify()));

        assertVerified(report, target, bytes(MIB));
        assertThat(report.offset()).isEqualTo(PART);
    }
}
