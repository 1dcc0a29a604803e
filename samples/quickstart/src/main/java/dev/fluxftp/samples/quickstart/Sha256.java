package dev.fluxftp.samples.quickstart;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The fingerprint of content, in hexadecimal. */
final class Sha256 {

    private Sha256() {}

    static String of(byte[] content) {
        MessageDigest digest = digest();
        digest.update(content);
        return hex(digest);
    }

    /** Of a stream, while it passes: no more than one buffer of it is in memory. */
    static Mono<String> of(Flux<ByteBuf> content) {
        return content.collect(Sha256::digest, (digest, buffer) -> digest.update(buffer.nioBuffer()))
                .map(Sha256::hex);
    }

    static Mono<String> of(Path file) {
        return Mono.fromCallable(() -> hash(file)).subscribeOn(Schedulers.boundedElastic());
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
