package dev.fluxftp.reactor;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;

/** The rest of a sequence of bytes whose beginning is not wanted. */
final class Skipping {

    private Skipping() {}

    static Flux<ByteBuf> of(Flux<? extends ByteBuf> content, long offset) {
        return Flux.defer(() -> {
            long[] left = {offset};
            return content.<ByteBuf>handle((buffer, sink) -> {
                int skipped = (int) Math.min(left[0], buffer.readableBytes());
                left[0] -= skipped;
                buffer.skipBytes(skipped);
                if (buffer.isReadable() || skipped == 0) {
                    sink.next(buffer);
                } else {
                    buffer.release();
                }
            });
        });
    }
}
