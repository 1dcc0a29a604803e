package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.function.Consumer;

/**
 * How a file is downloaded to disk.
 *
 * @param existing what to do with a {@code .part} file of an earlier attempt
 * @param segments over how many data connections at a time
 * @param progress told now and then, on a thread that may write to disk
 */
@CheckReturnValue
public record FileDownloadSpec(Existing existing, int segments, Consumer<TransferProgress> progress) {

    static final FileDownloadSpec DEFAULT = new FileDownloadSpec(Existing.REPLACE, 1, ignored -> {});

    public FileDownloadSpec {
        if (segments < 1) {
            throw new IllegalArgumentException("a download has at least one segment, not " + segments);
        }
    }

    /** What to do with what is there already. */
    public enum Existing {
        REPLACE,
        RESUME
    }

    /** Go on where an earlier attempt stopped, if the file on the server is still the same. */
    public FileDownloadSpec resume() {
        return new FileDownloadSpec(Existing.RESUME, segments, progress);
    }

    /**
     * Over several data connections at a time, as far as the pool and the server have them: each fetches a segment of at
     * least a mebibyte (REST), and one that has finished takes over half of the longest rest. A connection that the server
     * refuses leaves its segment to the others. Where the server does not tell the size, there is one stream. What is
     * written is forced to the disk every 16 MiB and noted in {@code target.part.segments}, for {@link #resume()}.
     */
    public FileDownloadSpec segments(int count) {
        return new FileDownloadSpec(existing, count, progress);
    }

    public FileDownloadSpec onProgress(Consumer<TransferProgress> listener) {
        return new FileDownloadSpec(existing, segments, listener);
    }
}
