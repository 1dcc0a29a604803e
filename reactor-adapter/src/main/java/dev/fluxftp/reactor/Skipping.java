package dev.fluxftp.reactor;

import dev.fluxftp.protocol.RemoteChangedException;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rest of a sequence of bytes whose beginning the server has already. */
final class Skipping {

    private Skipping() {}

    /** An error if all of it is shorter than that beginning. */
    static Flux<ByteBuf> of(String path, Flux<? extends ByteBuf> content, long offset) {
        return Flux.defer(() -> {
            long[] left = {offset};
            Flux<ByteBuf> rest = content.handle((buffer, sink) -> {
                int skipped = (int) Math.min(left[0], buffer.readableBytes());
                left[0] -= skipped;
                buffer.skipBytes(skipped);
                if (buffer.isReadable() || skipped == 0) {
                    sink.next(buffer);
                } else {
                    buffer.release();
                }
            });
            return rest.concatWith(Mono.defer(() -> left[0] == 0 ? Mono.empty() : Mono.error(tooMuch(path, offset))));
        });
    }

    private static RemoteChangedException tooMuch(String path, long offset) {
        return new RemoteChangedException(
                path, String.format(Locale.ROOT, "%,d bytes are there already, but the source has fewer", offset), 0);
    }
}
