package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.LocalFileException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Standard input and output as buffers. */
final class StandardStreams {

    private static final int CHUNK = 64 * 1024;
    private static final int PREFETCH = 8;

    private StandardStreams() {}

    /** Writes everything, and counts it. */
    static Mono<Long> write(Flux<ByteBuf> bytes) {
        return bytes.map(ByteBuf::retain)
                .publishOn(Schedulers.boundedElastic(), PREFETCH)
                .map(StandardStreams::write)
                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::release)
                .reduce(0L, Long::sum)
                .doOnSuccess(all -> System.out.flush());
    }

    static Flux<ByteBuf> read() {
        return Flux.<ByteBuf>generate(sink -> {
                    byte[] chunk = new byte[CHUNK];
                    try {
                        int length = System.in.read(chunk);
                        if (length < 0) {
                            sink.complete();
                        } else {
                            sink.next(Unpooled.wrappedBuffer(Arrays.copyOf(chunk, length)));
                        }
                    } catch (IOException e) {
                        sink.error(failure("read", "the standard input", e));
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static long write(ByteBuf buffer) {
        try {
            int length = buffer.readableBytes();
            buffer.readBytes(System.out, length);
            if (System.out.checkError()) {
                throw new IOException("it is closed");
            }
            return length;
        } catch (IOException e) {
            throw failure("write", "the standard output", e);
        } finally {
            buffer.release();
        }
    }

    private static LocalFileException failure(String doing, String what, IOException e) {
        return new LocalFileException(doing, what, String.valueOf(e.getMessage()), e);
    }
}
