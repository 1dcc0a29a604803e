package dev.fluxftp.reactor.internal.file;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** A file as buffers, read as they are asked for. */
public final class FileSource {

    private static final int CHUNK = 256 * 1024;

    private FileSource() {}

    public static Mono<Long> size(Path file) {
        return LocalFiles.work("read", file, () -> {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory"); // Linux opens it all the same, and refuses the first read
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return channel.size();
            }
        });
    }

    /** The content from an offset on. Who takes a buffer releases it. */
    public static Flux<ByteBuf> read(Path file, long offset) {
        return Flux.<ByteBuf, FileChannel>generate(
                        () -> FileChannel.open(file, StandardOpenOption.READ).position(offset),
                        (channel, sink) -> next(file, channel, sink),
                        FileSource::close)
                .onErrorMap(IOException.class, e -> LocalFiles.failure("read", file, e))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static FileChannel next(Path file, FileChannel channel, SynchronousSink<ByteBuf> sink) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.ioBuffer(CHUNK);
        try {
            int read = buffer.writeBytes(channel, CHUNK);
            if (read > 0) {
                sink.next(buffer);
                return channel;
            }
            buffer.release();
            sink.complete();
        } catch (IOException e) {
            buffer.release();
            sink.error(LocalFiles.failure("read", file, e));
        }
        return channel;
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it was only read: nothing is lost
        }
    }
}
