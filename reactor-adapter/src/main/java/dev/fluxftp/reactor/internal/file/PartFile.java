package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.reactor.internal.file.PartCheckpoints.Written;
import dev.fluxftp.reactor.internal.file.SegmentNote.Order;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A file that is being received: {@code name.part} until it is whole, then moved to its name in one step. Beside it lies
 * {@code name.part.id}, which says what file on the server it is the beginning of, and {@code name.part.segments}, which
 * says what of it is on the disk. Disk work runs off the event loop.
 */
public final class PartFile {

    private static final int CHUNK = 256 * 1024;

    private final Path target;
    private final Path part;
    private final PartIdentity record;
    private final SegmentNote segments;
    private final PartLock lock;
    private final FileChannel channel;
    private volatile @Nullable PartCheckpoints checkpoints;
    private volatile boolean isUseless;
    private volatile Forcing forcing = Forcing.WHEN_BROKEN_OFF;
    private volatile RemoteIdentity source = RemoteIdentity.UNKNOWN;

    /** When its bytes are forced to the disk. */
    public enum Forcing {
        /** What is not complete when it is closed. */
        WHEN_BROKEN_OFF,
        /** Also while it is written, and before it gets its name. */
        AT_CHECKPOINTS
    }

    private PartFile(Path target, Path part, PartLock lock) {
        this.target = target;
        this.part = part;
        this.record = PartIdentity.beside(part);
        this.segments = SegmentNote.beside(part);
        this.lock = lock;
        this.channel = lock.channel();
    }

    /** Opens the part, keeping what is in it. Fails when another transfer is writing it. */
    public static Mono<PartFile> open(Path target) {
        return Mono.defer(() -> {
            PartOpening opening = new PartOpening(target.toAbsolutePath());
            return LocalFiles.work("write", target, opening::open).doOnCancel(opening::abandon);
        });
    }

    static PartFile openNow(Path absolute) throws IOException {
        if (Files.isDirectory(absolute)) {
            throw new IOException("it is a directory");
        }
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        return new PartFile(absolute, part, PartLock.take(part));
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

    /** What is in it is of no use: {@link #close} removes it, whatever is still being written to it. */
    public void giveUp() {
        isUseless = true;
    }

    /** How much of that file on the server is here already, after what is no beginning of it has been forgotten. */
    public Mono<Long> resumeAt(RemoteIdentity identity, Replay replay) {
        return held(identity, replay)
                .map(held -> held.get(0).start() > 0 ? 0L : held.get(0).end())
                .filter(beginning -> beginning > 0)
                .switchIfEmpty(Mono.defer(() -> startOver(identity)));
    }

    /** Which bytes of that file on the server are here already; empty when there are none. */
    public Mono<List<ByteRange>> held(RemoteIdentity identity, Replay replay) {
        source = identity;
        return LocalFiles.work("write", part, () -> record.held(identity, replay, channel.size()))
                .flatMap(size -> LocalFiles.work("read", segments.note(), () -> held(size)))
                .filter(held -> !held.isEmpty());
    }

    /** A part of another program is whole up to its end; one of ours that has lost its note may be so or not. */
    private List<ByteRange> held(long size) throws IOException {
        if (segments.exists()) {
            return segments.held(size);
        }
        return record.exists() ? List.of() : List.of(new ByteRange(0, size));
    }

    /** From now on bytes are written from that offset on, one after the other; what is behind it is cut off. */
    public Mono<Void> inOrder(long offset, Forcing when) {
        return LocalFiles.<@Nullable Void>work("write", part, () -> {
                    channel.truncate(offset).position(offset);
                    segments.delete();
                    PartCheckpoints made =
                            keep(when, Order.FIRST_TO_LAST, () -> List.of(new ByteRange(0, channel.position())));
                    if (offset > 0) {
                        adopt();
                        made.save();
                    } else {
                        made.begin();
                    }
                    return null;
                })
                .then();
    }

    /**
     * From now on bytes are written anywhere in it, and forced to the disk at checkpoints.
     *
     * @param written what is there, asked at each checkpoint and when it is closed
     */
    public Mono<Void> divide(Supplier<List<ByteRange>> written) {
        return LocalFiles.<@Nullable Void>work("write", segments.note(), () -> {
                    PartCheckpoints made = keep(Forcing.AT_CHECKPOINTS, Order.ANYWHERE, written::get);
                    adopt();
                    made.save();
                    return null;
                })
                .then();
    }

    /** The age of a part of another program tells nothing any more once we write to it: from now on it is ours. */
    private void adopt() throws IOException {
        if (!record.exists()) {
            record.save(source);
        }
    }

    private PartCheckpoints keep(Forcing when, Order order, Written written) {
        PartCheckpoints made = new PartCheckpoints(channel, record, segments, order, written);
        forcing = when;
        checkpoints = made;
        return made;
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

    /**
     * Everything is here: gives it its name, replacing what had it. What is forced at checkpoints is forced before: on many
     * file systems the new name may survive a power failure that the bytes do not.
     */
    public Mono<Void> publish() {
        return LocalFiles.<@Nullable Void>work("write", target, () -> {
                    if (forcing == Forcing.AT_CHECKPOINTS) {
                        channel.force(false);
                    }
                    // while the lock is held: a second writer must not get hold of what has just been published
                    LocalFiles.move(part, target);
                    forgetNotes();
                    lock.close();
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
    void closeNow() throws IOException {
        try (lock) {
            if (channel.isOpen()) {
                leave();
            }
        }
    }

    private void leave() throws IOException {
        PartCheckpoints kept = checkpoints;
        if (isUseless || channel.size() == 0) {
            Files.deleteIfExists(part);
            forgetNotes();
        } else if (kept != null) {
            kept.save();
        }
    }

    private long insert(ByteBuf buffer, long offset, LongConsumer written) {
        try {
            long at = offset;
            while (buffer.isReadable()) {
                at += buffer.readBytes(channel, at, buffer.readableBytes());
            }
            wrote(at - offset, written);
            return at;
        } catch (IOException e) {
            throw LocalFiles.failure("write", part, e);
        }
    }

    private void wrote(long count, LongConsumer written) throws IOException {
        written.accept(count);
        PartCheckpoints kept = checkpoints;
        if (kept != null && forcing == Forcing.AT_CHECKPOINTS) {
            kept.wrote(count);
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
            wrote(length, written);
        } catch (IOException e) {
            throw LocalFiles.failure("write", part, e);
        }
    }
}
