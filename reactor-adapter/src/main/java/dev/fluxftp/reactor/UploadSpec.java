package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import java.util.function.Consumer;

/**
 * How a file is uploaded.
 *
 * @param existing what to do with what the server has of it
 * @param appearance when the file has its name
 * @param progress told now and then
 */
@CheckReturnValue
public record UploadSpec(Existing existing, Appearance appearance, Consumer<TransferProgress> progress) {

    static final UploadSpec DEFAULT = new UploadSpec(Existing.REPLACE, Appearance.GROWING, ignored -> {});

    /** When an uploaded file has its name. */
    public enum Appearance {
        /** From the first byte on. */
        GROWING,
        /** Once it is whole. */
        ATOMIC
    }

    /** Ask the server how much it has, and send the rest. */
    public UploadSpec resume() {
        return new UploadSpec(Existing.RESUME, appearance, progress);
    }

    /**
     * Upload under a temporary name in the same directory, check it, and rename it (RNFR, RNTO). What had the name stays
     * until then; a server that does not overwrite has it renamed to {@code NAME.XXXXXXXX.old} first, and back if the second
     * rename is refused. The temporary name is {@code NAME.part} with {@link #resume()}, and stays for the next attempt then;
     * else it is one that nobody uses, and is deleted on error and cancel.
     */
    public UploadSpec atomically() {
        return new UploadSpec(existing, Appearance.ATOMIC, progress);
    }

    public UploadSpec onProgress(Consumer<TransferProgress> listener) {
        return new UploadSpec(existing, appearance, listener);
    }
}
