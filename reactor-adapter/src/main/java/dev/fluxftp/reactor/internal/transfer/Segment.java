package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.transfer.ByteRange;

/** A part of a file that one connection fetches. Its end moves: to the front when another connection takes the rest over. */
final class Segment {

    private final long start;
    private volatile long end;
    private volatile long position;
    private volatile long written;

    Segment(ByteRange range) {
        start = range.start();
        end = range.end();
        position = start;
        written = start;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** Only {@link Segments} does this, on one thread. */
    void end(long value) {
        end = value;
    }

    /** Up to where bytes have come. */
    void reached(long value) {
        position = value;
    }

    /** Up to where bytes are in the file. */
    void wrote(long value) {
        written = value;
    }

    ByteRange rest() {
        return new ByteRange(Math.min(position, end), end);
    }

    ByteRange done() {
        return new ByteRange(start, written);
    }
}
