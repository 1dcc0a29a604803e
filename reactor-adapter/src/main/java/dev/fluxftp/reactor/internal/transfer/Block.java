package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.transfer.ByteRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Consecutive bytes of a file: put in as they come by one connection at a time, taken out by one subscriber. */
final class Block {

    /** Half of what one read can bring. A smaller buffer is copied, or a few bytes would keep the room of many. */
    private static final int WELL_FILLED = 128 * 1024;

    private final ByteRange range;
    private final Queue<ByteBuf> buffers = new ConcurrentLinkedQueue<>();
    private final AtomicLong position;
    private long left;

    Block(ByteRange range) {
        this.range = range;
        this.position = new AtomicLong(range.start());
        this.left = range.length();
    }

    /** Where the next byte comes from. */
    long position() {
        return position.get();
    }

    long end() {
        return range.end();
    }

    /** The bytes that come next; the buffer stays the caller's. */
    void put(ByteBuf bytes) {
        int length = bytes.readableBytes();
        buffers.add(
                length >= WELL_FILLED
                        ? bytes.retain()
                        : PooledByteBufAllocator.DEFAULT
                                .ioBuffer(length)
                                .writeBytes(bytes, bytes.readerIndex(), length));
        position.addAndGet(length);
    }

    /** The next buffer, which is the caller's then; null when there is none yet. */
    @Nullable
    ByteBuf take() {
        ByteBuf next = buffers.poll();
        if (next != null) {
            left -= next.readableBytes();
        }
        return next;
    }

    /** True when every byte has been taken. */
    boolean isTaken() {
        return left == 0;
    }

    /** Releases what nobody will take. */
    void discard() {
        for (ByteBuf next = buffers.poll(); next != null; next = buffers.poll()) {
            next.release();
        }
    }
}
