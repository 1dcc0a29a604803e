package dev.fluxftp.reactor;

import dev.fluxftp.transfer.Overlap;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A piece of a file that is to be acknowledged. */
public final class FtpChunk {

    private final long offset;
    private final long end;
    private final ByteBuf content;
    private final @Nullable Overlap overlap;
    private final CheckpointDriver driver;

    /** @param overlap of the bytes up to its end */
    FtpChunk(long offset, ByteBuf content, @Nullable Overlap overlap, CheckpointDriver driver) {
        this.offset = offset;
        this.end = offset + content.readableBytes();
        this.content = content;
        this.overlap = overlap;
        this.driver = driver;
    }

    /** Of its first byte in the file, counted from 0. */
    public long offset() {
        return offset;
    }

    /** The bytes. Released after {@code onNext} unless the receiver retains the buffer. */
    public ByteBuf content() {
        return content;
    }

    /**
     * Says that the receiver has taken responsibility for these bytes. From any thread, in any order among the chunks, at
     * any time, also after the flux has ended; a second call changes nothing. Returns at once: the store is written
     * behind it.
     */
    public void acknowledge() {
        driver.acknowledge(offset, end, overlap);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "FtpChunk[%,d to %,d]", offset, end);
    }
}
