package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.transfer.Overlap;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The last bytes that one subscription was given, to compare them with what comes again after a break. As many as an overlap
 * has, and the hash of as many first ones. Used by one signal at a time.
 */
final class Trail {

    private final byte[] ring;
    private long offset;
    private long count;
    private @Nullable String first;
    private @Nullable Overlap given;

    /** @param length of an overlap; 0 where none is wanted */
    Trail(int length) {
        ring = new byte[length];
    }

    /** @param before what is known of the bytes before the first one of this subscription */
    void begin(long start, @Nullable Overlap before) {
        offset = start;
        given = before;
        first = before != null && before.length() == ring.length ? before.first() : null;
    }

    /** These were delivered. */
    void add(ByteBuf delivered) {
        if (ring.length == 0) {
            return;
        }
        int index = delivered.readerIndex();
        int left = delivered.readableBytes();
        if (offset == 0 && count < ring.length) {
            int beginning = (int) Math.min(left, ring.length - count);
            put(delivered, index, beginning);
            index += beginning;
            left -= beginning;
            first = count == ring.length ? Overlap.hash(ByteBuffer.wrap(ring)) : null;
        }
        int passedOver = Math.max(0, left - ring.length);
        count += passedOver;
        put(delivered, index + passedOver, left - passedOver);
    }

    /** These came again and are the same: of them no more than a hash may have been known. */
    void confirm(ByteBuf again) {
        if (count == 0) {
            offset -= again.readableBytes();
            add(again);
        }
    }

    /** Of the last bytes, as far as they are known; null where there are none. */
    @Nullable
    Overlap overlap() {
        if (count == 0) {
            return given;
        }
        int length = (int) Math.min(count, ring.length);
        int end = (int) (count % ring.length);
        String last = length < ring.length
                ? Overlap.hash(ByteBuffer.wrap(ring, 0, length))
                : Overlap.hash(ByteBuffer.wrap(ring, end, ring.length - end), ByteBuffer.wrap(ring, 0, end));
        return new Overlap(length, last, length == ring.length ? first : null);
    }

    private void put(ByteBuf from, int index, int length) {
        int done = 0;
        while (done < length) {
            int at = (int) (count % ring.length);
            int piece = Math.min(length - done, ring.length - at);
            from.getBytes(index + done, ring, at, piece);
            done += piece;
            count += piece;
        }
    }
}
