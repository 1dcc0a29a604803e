package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.reactor.FtpChunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Standard input and output as buffers. */
final class StandardStreams {

    private static final int CHUNK = 64 * 1024;
    private static final int PREFETCH = 8;

    private StandardStreams() {}

    /** Bytes, and who wants to know that they are written. */
    private record Piece(ByteBuffer content, Runnable written) {}

    /** Writes everything, and counts it. */
    static Mono<Long> write(Flux<ByteBuf> bytes) {
        return print(bytes.map(buffer -> new Piece(copy(buffer), () -> {})));
    }

    /** The same, and acknowledges each chunk once it is written. */
    static Mono<Long> writeChunks(Flux<FtpChunk> chunks) {
        return print(chunks.map(chunk -> new Piece(copy(chunk.content()), chunk::acknowledge)));
    }

    /** Copies change threads, and not buffers: one that is dropped on the way is nobody's to release. */
    private static Mono<Long> print(Flux<Piece> pieces) {
        return pieces.publishOn(Schedulers.boundedElastic(), PREFETCH)
                .map(StandardStreams::print)
                .reduce(0L, Long::sum);
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

    private static long print(Piece piece) {
        int length = piece.content().remaining();
        System.out.write(piece.content().array(), 0, length);
        if (System.out.checkError()) { // which flushes
            throw failure("write", "the standard output", new IOException("it is closed"));
        }
        piece.written().run();
        return length;
    }

    private static ByteBuffer copy(ByteBuf buffer) {
        return ByteBuffer.wrap(ByteBufUtil.getBytes(buffer));
    }

    static LocalFileException failure(String doing, String what, IOException e) {
        return new LocalFileException(doing, what, String.valueOf(e.getMessage()), e);
    }
}
