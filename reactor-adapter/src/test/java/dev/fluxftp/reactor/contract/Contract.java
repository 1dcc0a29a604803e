package dev.fluxftp.reactor.contract;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.server.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assumptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the chapters of the contract share: a server, a client of it, and a folder there that no other check uses. */
interface Contract {

    int KIB = 1024;
    int MIB = 1024 * KIB;

    Setting setting();

    /** The client that all checks share. */
    FtpClient client();

    /** A client that is different in something, and disposed of after the check. */
    FtpClient client(UnaryOperator<FtpClient> change);

    /** A folder on this side. */
    Path local();

    /** A new folder on the server. */
    default String folder() {
        String folder = "/check-" + Serial.NEXT.incrementAndGet();
        await(client().makeDirectory(folder));
        return folder;
    }

    default Server server() {
        return setting().server();
    }

    default void unless(Quirk quirk) {
        Assumptions.assumeThat(setting().has(quirk))
                .as("%s: %s", setting(), quirk)
                .isFalse();
    }

    /** Content that tells its own offset at each byte. */
    static byte[] bytes(int size) {
        return Content.generatedBytes(size);
    }

    /** In buffers of odd sizes, new ones for each subscriber. */
    static Flux<ByteBuf> buffers(byte[] content) {
        int chunk = 10_007;
        int count = (content.length + chunk - 1) / chunk;
        return Flux.range(0, count)
                .map(i -> Unpooled.copiedBuffer(content, i * chunk, Math.min(chunk, content.length - i * chunk)));
    }

    default byte[] download(String path) {
        return Contract.collect(client().download(path));
    }

    static byte[] collect(Flux<ByteBuf> buffers) {
        return await(buffers.map(Contract::copy)
                .collectList()
                .map(parts -> copy(Unpooled.wrappedBuffer(parts.toArray(byte[][]::new)))));
    }

    static byte[] copy(ByteBuf buffer) {
        byte[] copy = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), copy);
        return copy;
    }

    /** Its value; a failure of it, or half a minute without one, fails the check. */
    static <T> T await(Mono<T> mono) {
        return mono.block(Duration.ofSeconds(30));
    }

    /** Numbers that are used once. */
    final class Serial {
        private static final AtomicInteger NEXT = new AtomicInteger();

        private Serial() {}
    }
}
