package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The hash of content, computed while it passes. Costs time for each byte, so it is fed off the event loop. Used by one signal at a time. */
public final class ContentDigest {

    private final HashAlgorithm algorithm;
    private final Consumer<ByteBuffer> in;
    private final Supplier<String> out;

    private ContentDigest(HashAlgorithm algorithm, Consumer<ByteBuffer> in, Supplier<String> out) {
        this.algorithm = algorithm;
        this.in = in;
        this.out = out;
    }

    /** Of nothing yet. */
    public static ContentDigest of(HashAlgorithm algorithm) {
        if (algorithm == HashAlgorithm.CRC32) {
            CRC32 crc = new CRC32();
            return new ContentDigest(algorithm, crc::update, () -> Long.toHexString(crc.getValue()));
        }
        MessageDigest digest = messageDigest(algorithm);
        return new ContentDigest(algorithm, digest::update, () -> finish(digest));
    }

    /** Of all that a source gives; it is read off the event loop, and its buffers are released. */
    public static Mono<FileHash> of(HashAlgorithm algorithm, Publisher<? extends ByteBuf> content) {
        return Mono.defer(() -> {
                    ContentDigest digest = of(algorithm);
                    return Flux.from(content)
                            .doOnNext(buffer -> {
                                digest.update(buffer);
                                buffer.release();
                            })
                            .then(Mono.fromSupplier(digest::hash));
                })
                .subscribeOn(LocalFiles.THREADS);
    }

    public HashAlgorithm algorithm() {
        return algorithm;
    }

    /** The readable bytes come next. The buffer is left as it is. */
    public void update(ByteBuf buffer) {
        for (ByteBuffer part : buffer.nioBuffers()) {
            in.accept(part);
        }
    }

    /** Of all that has passed by now; more may follow. */
    public FileHash hash() {
        return new FileHash(algorithm, out.get());
    }

    private static String finish(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(digest + " cannot be read while it goes on", e);
        }
    }

    private static MessageDigest messageDigest(HashAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.word());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM does not know " + algorithm.word(), e);
        }
    }
}
