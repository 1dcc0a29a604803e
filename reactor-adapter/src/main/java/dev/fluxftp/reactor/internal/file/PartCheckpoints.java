package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.transfer.ByteRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Forces what is written to a part to the disk from time to time, and then notes which bytes that are. By a thread that
 * wrote: it pays for it, and others go on.
 */
final class PartCheckpoints {

    /** So much may have to be fetched again after a power failure. */
    private static final long INTERVAL = 16 * 1024 * 1024;

    private final FileChannel channel;
    private final PartIdentity identity;
    private final SegmentNote segments;
    private final SegmentNote.Order order;
    private final Written written;
    private final AtomicLong unsaved = new AtomicLong();
    private final AtomicBoolean saving = new AtomicBoolean();
    private volatile boolean named;

    /** Which bytes are in the file by now, on the disk or not. */
    @FunctionalInterface
    interface Written {
        List<ByteRange> ranges() throws IOException;
    }

    PartCheckpoints(
            FileChannel channel,
            PartIdentity identity,
            SegmentNote segments,
            SegmentNote.Order order,
            Written written) {
        this.channel = channel;
        this.identity = identity;
        this.segments = segments;
        this.order = order;
        this.written = written;
    }

    void wrote(long count) throws IOException {
        if (unsaved.addAndGet(count) >= INTERVAL && saving.compareAndSet(false, true)) {
            try {
                unsaved.set(0);
                save();
            } finally {
                saving.set(false);
            }
        }
    }

    /** Nothing is on the disk yet that would have to be told of. */
    void begin() throws IOException {
        segments.append(List.of(), order);
    }

    void save() throws IOException {
        List<ByteRange> before = written.ranges();
        channel.force(false);
        segments.append(before, order);
        segments.force();
        if (!named) {
            identity.force();
            LocalFiles.forceFolder(segments.note());
            named = true;
        }
    }
}
