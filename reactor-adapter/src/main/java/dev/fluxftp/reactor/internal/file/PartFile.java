package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.transfer.RemoteIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A file that is being received: {@code name.part} until it is whole, then moved to its name in one step. Beside it lies
 * {@code name.part.id}, which says what file on the server it is the beginning of. Disk work runs off the event loop.
 */
public final class PartFile {

    /** Buffers on their way from the network to the disk. */
    private static final int PREFETCH = 8;

    private static final int TRIES = 5;
    private static final int CHUNK = 256 * 1024;

    private final Path target;
    private final Path part;
    private final PartIdentity record;
    private final FileChannel channel;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.record = PartIdentity.beside(part);
        this.channel = channel;
    }

    /** Opens the part, keeping what is in it. Fails when another transfer is writing it. */
    public static Mono<PartFile> open(Path target) {
        Path absolute = target.toAbsolutePath();
        return LocalFiles.work("write", target, () -> {
            if (Files.isDirectory(absolute)) {
                throw new IOException("it is a directory");
            }
            Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
            return new PartFile(absolute, part, openLocked(part));
        });
    }

    /** Forgets what is there. */
    public Mono<Long> startOver(RemoteIdentity identity) {
        return LocalFiles.work("write", part, () -> {
            channel.truncate(0);
            record.save(identity);
            return 0L;
        });
    }

    /** Forgets what is there; {@link #close} then removes the part. */
    public Mono<Void> forget() {
        return seek(0);
    }

    /** How much of that file on the server is here already, after what is no beginning of it has been forgotten. */
    public Mono<Long> resumeAt(RemoteIdentity identity) {
        return LocalFiles.work("write", part, () -> record.held(identity, channel.size()))
                .flatMap(held -> held == 0 ? startOver(identity) : Mono.just(held));
    }

    /**
     * Writes the bytes at that offset and those that follow; buffers are retained for as long as it takes.
     *
     * @param passing sees each buffer before it is written
     * @param written is told how many bytes were
     */
    public Mono<Void> write(Flux<ByteBuf> bytes, Consumer<ByteBuf> passing, LongConsumer written) {
        return bytes.map(ByteBuf::retain)
                .publishOn(Schedulers.boundedElastic(), PREFETCH)
                .doOnNext(buffer -> append(buffer, passing, written))
                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::release)
                .then();
    }

    /** Shows its first bytes as they are on the disk, piece by piece. */
    public Mono<Void> replay(long length, Consumer<ByteBuf> passing) {
        return Flux.<Long, Long>generate(() -> 0L, (at, sink) -> {
                    if (at >= length) {
                        sink.complete();
                        return at;
                    }
                    try {
                        long next = at + show(at, (int) Math.min(CHUNK, length - at), passing);
                        sink.next(next);
                        return next;
                    } catch (IOException e) {
                        sink.error(LocalFiles.failure("read", part, e));
                        return at;
                    }
                })
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private int show(long at, int length, Consumer<ByteBuf> passing) throws IOException {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.ioBuffer(length);
        try {
            // by the channel that holds the lock: on Windows no other one could read
            int read = buffer.writeBytes(channel, at, length);
            if (read <= 0) {
                throw new EOFException("it ends at " + at + " now: somebody else has cut it");
            }
            passing.accept(buffer);
            return read;
        } finally {
            buffer.release();
        }
    }

    /** Where the next byte goes. */
    public Mono<Void> seek(long offset) {
        return LocalFiles.work("write", part, () -> channel.truncate(offset).position(offset))
                .then();
    }

    /** Everything is here: gives it its name, replacing what had it. */
    public Mono<Void> publish() {
        return LocalFiles.<@Nullable Void>work("write", target, () -> {
                    move(); // while the lock is held: a second writer must not get hold of what has just been published
                    record.delete();
                    channel.close();
                    return null;
                })
                .then();
    }

    /** Closes it; a part without a byte in it is removed. */
    public Mono<Void> close() {
        return LocalFiles.<@Nullable Void>work("write", part, () -> {
                    if (channel.isOpen()) {
                        if (channel.size() == 0) {
                            Files.deleteIfExists(part);
                            record.delete();
                        }
                        channel.close();
                    }
                    return null;
                })
                .then();
    }

    private void append(ByteBuf buffer, Consumer<ByteBuf> passing, LongConsumer written) {
        try {
            passing.accept(buffer);
            int length = buffer.readableBytes();
            while (buffer.isReadable()) {
                buffer.readBytes(channel, buffer.readableBytes());
            }
            written.accept(length);
        } catch (IOException e) {
            throw LocalFiles.failure("write", part, e);
        } finally {
            buffer.release();
        }
    }

    private void move() throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The lock is on the file, not on its name: the name must belong to the same file before it was opened and after. */
    private static FileChannel openLocked(Path part) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            boolean existed = Files.exists(part);
            Object before = existed ? key(part) : null;
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            if (!lock(channel)) {
                channel.close();
                break;
            }
            if (existed && Files.exists(part) && Objects.equals(before, key(part))) {
                return channel;
            }
            channel.close(); // just made, or moved away by another transfer: now look again
        }
        throw new IOException("another transfer is writing " + part);
    }

    /** What tells one file from another; null where the system does not say. */
    private static @Nullable Object key(Path part) throws IOException {
        return Files.readAttributes(part, BasicFileAttributes.class).fileKey();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
