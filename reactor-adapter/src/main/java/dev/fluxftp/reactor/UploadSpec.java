package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import java.util.function.Consumer;

/**
 * How a file is uploaded.
 *
 * @param existing what to do with what the server has of it
 * @param progress told now and then
 */
@CheckReturnValue
public record UploadSpec(Existing existing, Consumer<TransferProgress> progress) {

    static final UploadSpec DEFAULT = new UploadSpec(Existing.REPLACE, ignored -> {});

    /** Ask the server how much it has, and send the rest. */
    public UploadSpec resume() {
        return new UploadSpec(Existing.RESUME, progress);
    }

    public UploadSpec onProgress(Consumer<TransferProgress> listener) {
        return new UploadSpec(existing, listener);
    }
}
