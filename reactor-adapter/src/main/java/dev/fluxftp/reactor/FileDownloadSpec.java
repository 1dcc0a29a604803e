package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.function.Consumer;

/**
 * How a file is downloaded to disk.
 *
 * @param existing what to do with a {@code .part} file of an earlier attempt
 * @param progress told now and then, on a thread that may write to disk
 */
@CheckReturnValue
public record FileDownloadSpec(Existing existing, Consumer<TransferProgress> progress) {

    static final FileDownloadSpec DEFAULT = new FileDownloadSpec(Existing.REPLACE, ignored -> {});

    /** What to do with what is there already. */
    public enum Existing {
        REPLACE,
        RESUME
    }

    /** Go on where an earlier attempt stopped, if the file on the server is still the same. */
    public FileDownloadSpec resume() {
        return new FileDownloadSpec(Existing.RESUME, progress);
    }

    public FileDownloadSpec onProgress(Consumer<TransferProgress> listener) {
        return new FileDownloadSpec(existing, listener);
    }
}
