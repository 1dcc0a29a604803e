package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A file that is being received: {@code name.part} until it is whole, then moved to its name in one step. Beside it lies
 * {@code name.part.id}, which says what file on the server it is the beginning of. Disk work runs off the event loop.
 */
public final class PartFile {

    private static final int TRIES = 5;
    private static final int CHUNK = 256 * 1024;

    private final Path target;
    private final Path part;
    private final PartIdentity record;
    private final SegmentNote segments;
    private final FileChannel channel;
    private volatile @Nullable Supplier<List<ByteRange>> divided;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.record = PartIdentity.beside(part);
        this.segments = SegmentNote.beside(part);
        this.channel = channel;
    }

    /** Opens the part, keeping what is in it. Fails when another transfer is writing it. */
    public static Mono<PartFile> open(Path target) {
        return Mono.defer(() -> {
            Opening opening = new Opening(target.toAbsolutePath());
            return LocalFiles.work("write", target, opening::open).doOnCancel(opening::abandon);
        });
    }

    private static PartFile openNow(Path absolute) throws IOException {
        if (Files.isDirectory(absolute)) {
            throw new IOException("it is a directory");
        }
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        return new PartFile(absolute, part, openLocked(part));
    }

    /** A part that is opened while nobody waits for it any more is closed again. */
    private static final class Opening {

        private final Path target;
        private final AtomicReference<@Nullable PartFile> opened = new AtomicReference<>();
        private volatile boolean abandoned;

        Opening(Path target) {
            this.target = target;
        }

        PartFile open() throws IOException {
            PartFile file = openNow(target);
            opened.set(file);
            if (abandoned) {
                closeAgain();
            }
            return file;
        }

        void abandon() {
            abandoned = true;
            if (opened.get() != null) {
                var unused = LocalFiles.THREADS.schedule(this::closeAgain);
            }
        }

        private void closeAgain() {
            PartFile file = opened.getAndSet(null);
            if (file == null) {
                return;
            }
            try {
                file.closeNow();
            } catch (IOException e) {
                // nobody waits for it; it is unlocked all the same
            }
        }
    }

    /** Forgets what is there. */
    public Mono<Long> startOver(RemoteIdentity identity) {
        return LocalFiles.work("write", part, () -> {
            channel.truncate(0);
            segments.delete();
            record.save(identity);
            return 0L;
        });
    }

    /** Forgets what is there; {@link #close} then removes the part. */
    public Mono<Void> forget() {
        return seek(0);
    }

    /** How much of that file on the server is here already, after what is no beginning of it has been forgotten. */
    public Mono<Long> resumeAt(RemoteIdentity identity, Replay replay) {
        return held(identity, replay)
                .map(held -> held.get(0).start() > 0 ? 0L : held.get(0).end())
                .filter(beginning -> beginning > 0)
                .flatMap(beginning -> seek(beginning).thenReturn(beginning))
                .switchIfEmpty(Mono.defer(() -> startOver(identity)));
    }

    /** Which bytes of that file on the server are here already; empty when there are none. */
    public Mono<List<ByteRange>> held(RemoteIdentity identity, Replay replay) {
        return LocalFiles.work("write", part, () -> record.held(identity, replay, channel.size()))
                .flatMap(size -> LocalFiles.work("read", segments.note(), () -> held(size)))
                .filter(held -> !held.isEmpty());
    }

    private List<ByteRange> held(long size) throws IOException {
        List<ByteRange> told = segments.exists() ? segments.read() : List.of(new ByteRange(0, size));
        return ByteRange.merge(told.stream()
                .filter(range -> range.start() < size)
                .map(range -> new ByteRange(range.start(), Math.min(range.end(), size)))
                .toList());
    }

    /**
     * From now on bytes are written anywhere in it.
     *
     * @param written what is there, asked at each checkpoint and when it is closed
     */
    public Mono<Void> divide(Supplier<List<ByteRange>> written) {
        return LocalFiles.<@Nullable Void>work("write", segments.note(), () -> {
                    segments.append(written.get());
                    divided = written;
                    return null;
                })
                .then();
    }

    /**
     * Writes the bytes at that offset and those that follow; buffers are retained for as long as it takes.
     *
     * @param passing sees each buffer before it is written
     * @param written is told how many bytes were
     */
    public Mono<Void> write(Flux<ByteBuf> bytes, Consumer<ByteBuf> passing, LongConsumer written) {
        return Handover.of(bytes, buffer -> {
            passing.accept(buffer);
            append(buffer, written);
        });
    }

    /**
     * Writes bytes from an offset on, beside others that do the same; buffers are retained for as long as it takes.
     *
     * @param written is told how many bytes were, on a thread that may write to disk
     */
    public Mono<Void> writeAt(long offset, Flux<ByteBuf> bytes, LongConsumer written) {
        return Mono.defer(() -> {
            long[] at = {offset};
            return Handover.of(bytes, buffer -> at[0] = insert(buffer, at[0], written));
        });
    }

    /** Forces what was written to the disk and then says so in the note; blocks the thread that writes. */
    public void checkpoint() {
        try {
            force();
        } catch (IOException e) {
            throw LocalFiles.failure("write", segments.note(), e);
        }
    }

    private void force() throws IOException {
        Supplier<List<ByteRange>> written = divided;
        if (written != null) {
            List<ByteRange> before = written.get();
            channel.force(false);
            segments.append(before);
        }
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
                .subscribeOn(LocalFiles.THREADS)
                .then();
    }

    /**
     * What is on the disk right before an offset; empty for nothing.
     *
     * @param held what of it is known to be there
     */
    public Mono<Overlap> overlap(ByteRange held, int most) {
        int length = (int) Math.min(most, held.length());
        return length == 0
                ? Mono.empty()
                : LocalFiles.work(
                        "read",
                        part,
                        () -> new Overlap(
                                length,
                                Overlap.hash(read(held.end() - length, length)),
                                held.start() == 0 ? Overlap.hash(read(0, length)) : null));
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("it ends at " + channel.size() + " now: somebody else has cut it");
            }
        }
        return bytes.flip();
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
        return LocalFiles.work("write", part, () -> {
                    channel.truncate(offset).position(offset);
                    segments.delete(); // after the cut: the size counts from now on
                    return offset;
                })
                .then();
    }

    /** Everything is here: gives it its name, replacing what had it. */
    public Mono<Void> publish() {
        return LocalFiles.<@Nullable Void>work("write", target, () -> {
                    LocalFiles.move(
                            part,
                            target); // while the lock is held: a second writer must not get hold of what has just been
                    // published
                    forgetNotes();
                    channel.close();
                    return null;
                })
                .then();
    }

    /** Closes it; a part without a byte in it is removed. */
    public Mono<Void> close() {
        return LocalFiles.<@Nullable Void>work("write", part, () -> {
                    closeNow();
                    return null;
                })
                .then();
    }

    /** Unlocks it whatever happens to the note. */
    private void closeNow() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            if (channel.size() == 0) {
                Files.deleteIfExists(part);
                forgetNotes();
            } else {
                force();
            }
        }
    }

    private long insert(ByteBuf buffer, long offset, LongConsumer written) {
        try {
            long at = offset;
            while (buffer.isReadable()) {
                at += buffer.readBytes(channel, at, buffer.readableBytes());
            }
            written.accept(at - offset);
            return at;
        } catch (IOException e) {
            throw LocalFiles.failure("write", part, e);
        }
    }

    private void forgetNotes() throws IOException {
        record.delete();
        segments.delete();
    }

    private void append(ByteBuf buffer, LongConsumer written) {
        try {
            int length = buffer.readableBytes();
            while (buffer.isReadable()) {
                buffer.readBytes(channel, buffer.readableBytes());
            }
            written.accept(length);
        } catch (IOException e) {
            throw LocalFiles.failure("write", part, e);
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
