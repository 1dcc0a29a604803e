package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.transfer.ByteRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive bytes of a file: put in as they come by one connection at a time, taken out by one subscriber. Its connection
 * begins some bytes before it: they show that it continues the block before.
 */
final class Block {

    /** Half of what one read can bring. A smaller buffer is copied, or a few bytes would keep the room of many. */
    private static final int WELL_FILLED = 128 * 1024;

    private final ByteRange range;
    private final Queue<ByteBuf> buffers = new ConcurrentLinkedQueue<>();
    private final AtomicLong position;
    private final byte[] before;
    private final byte[] last;
    private int seenBefore;
    private long left;

    /**
     * @param before how many bytes come again of the block before
     * @param last how many of its own last bytes the next block may ask for
     */
    Block(ByteRange range, int before, int last) {
        this.range = range;
        this.before = new byte[before];
        this.last = new byte[last];
        this.position = new AtomicLong(range.start() - before);
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
        int index = bytes.readerIndex();
        int again = Math.min(length, before.length - seenBefore);
        bytes.getBytes(index, before, seenBefore, again);
        seenBefore += again;
        if (again < length) {
            keep(bytes, index + again, length - again);
        }
        position.addAndGet(length);
    }

    private void keep(ByteBuf bytes, int index, int length) {
        int end = Math.min(length, last.length);
        System.arraycopy(last, end, last, 0, last.length - end);
        bytes.getBytes(index + length - end, last, last.length - end, end);
        buffers.add(
                length >= WELL_FILLED
                        ? bytes.retainedSlice(index, length)
                        : PooledByteBufAllocator.DEFAULT.ioBuffer(length).writeBytes(bytes, index, length));
    }

    /** Whether it begins as the block before it ends. To be asked once something of it can be taken. */
    boolean follows(byte[] end) {
        return before.length == 0 || Arrays.equals(before, end);
    }

    /** Its last bytes, once all of it has been taken. */
    byte[] last() {
        return last;
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

    long start() {
        return range.start();
    }

    /** True when nothing has been taken yet. */
    boolean isWhole() {
        return left == range.length();
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
