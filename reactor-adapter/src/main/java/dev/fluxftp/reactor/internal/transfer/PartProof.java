package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.reactor.internal.file.ContentDigest;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.transfer.Healing;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whether a part has become what the server has: its hash is computed while bytes are written, and compared before the part
 * gets its name. Made for one download.
 */
public final class PartProof {

    private final PartFile part;
    private final boolean wanted;
    private final @Nullable ContentDigest digest;

    private PartProof(PartFile part, boolean wanted, @Nullable ContentDigest digest) {
        this.part = part;
        this.wanted = wanted;
        this.digest = digest;
    }

    /** No hash is wanted. */
    public static PartProof none(PartFile part) {
        return new PartProof(part, false, null);
    }

    /** By the hash of what is on the disk in the end. */
    public static PartProof afterwards(PartFile part) {
        return new PartProof(part, true, null);
    }

    /** By the hash that the server will be asked for; none where it announces none. */
    public static Mono<PartProof> byHash(PartFile part, Sessions sessions) {
        return sessions.useOnce(session -> Mono.just(HashCheck.algorithm(session)))
                .map(algorithm -> new PartProof(
                        part,
                        algorithm.isPresent(),
                        algorithm.map(ContentDigest::of).orElse(null)));
    }

    /** The part has so many bytes from before: they are read, off the event loop, if there is anything to compute. */
    public Mono<Void> resumed(long held) {
        ContentDigest computing = digest;
        return computing == null || held == 0 ? Mono.empty() : part.replay(held, computing::update);
    }

    /** These come next. */
    public void passing(ByteBuf buffer) {
        if (digest != null) {
            digest.update(buffer);
        }
    }

    /**
     * Emits the hash on which both sides agree, nothing where none was to be had. A part that is not what the server has is
     * given up: which of its bytes are wrong cannot be known, and a resume would believe all of them.
     */
    public Mono<FileHash> confirm(Sessions sessions, String path, long size, Healing healing) {
        if (!wanted) {
            return Mono.empty();
        }
        return HashCheck.confirm(sessions, healing, path, size, algorithm -> hash(algorithm, size))
                .doOnError(HashMismatchException.class, e -> part.giveUp());
    }

    /** The server may refuse what it announced, and give another hash instead. */
    private Mono<FileHash> hash(HashAlgorithm algorithm, long size) {
        ContentDigest computed = digest;
        if (computed != null && computed.algorithm() == algorithm) {
            return Mono.fromSupplier(computed::hash);
        }
        return Mono.defer(() -> {
            ContentDigest other = ContentDigest.of(algorithm);
            return part.replay(size, other::update).then(Mono.fromSupplier(other::hash));
        });
    }
}
