package dev.fluxftp.reactor.internal.file;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.IntSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

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

    /**
     * The content from an offset on. Who takes a buffer releases it.
     *
     * @param size where it is not allowed to end before
     * @param step how much to read at once, asked each time
     */
    public static Flux<ByteBuf> read(Path file, long offset, long size, IntSupplier step) {
        return Flux.<ByteBuf, FileChannel>generate(
                        () -> FileChannel.open(file, StandardOpenOption.READ).position(offset),
                        (channel, sink) -> next(file, channel, size, step.getAsInt(), sink),
                        FileSource::close)
                .onErrorMap(IOException.class, e -> LocalFiles.failure("read", file, e))
                .subscribeOn(LocalFiles.THREADS);
    }

    private static FileChannel next(
            Path file, FileChannel channel, long size, int step, SynchronousSink<ByteBuf> sink) {
        try {
            ByteBuf buffer = read(channel, Math.min(CHUNK, step));
            if (buffer.isReadable()) {
                sink.next(buffer);
                return channel;
            }
            buffer.release();
            // Netty says "end of the file" of a channel that an interrupt has closed, too
            if (channel.position() < size) {
                throw new EOFException(String.format(
                        Locale.ROOT, "it ends before its %,d bytes now: it was changed while it was read", size));
            }
            sink.complete();
        } catch (IOException e) {
            sink.error(LocalFiles.failure("read", file, e));
        }
        return channel;
    }

    private static ByteBuf read(FileChannel channel, int length) throws IOException {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.ioBuffer(length);
        try {
            var unused = buffer.writeBytes(channel, length);
            return buffer;
        } catch (IOException e) {
            buffer.release();
            throw e;
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it was only read: nothing is lost
        }
    }
}
