package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.util.function.Consumer;

/**
 * How a file is uploaded.
 *
 * @param existing what to do with what the server has of it
 * @param appearance when the file has its name
 * @param progress told now and then
 * @param verification the highest rung to try before the upload is called complete
 */
@CheckReturnValue
public record UploadSpec(
        Existing existing, Appearance appearance, Consumer<TransferProgress> progress, Verification verification) {

    static final UploadSpec DEFAULT =
            new UploadSpec(Existing.REPLACE, Appearance.GROWING, ignored -> {}, Verification.SIZE);

    /** When an uploaded file has its name. */
    public enum Appearance {
        /** From the first byte on. */
        GROWING,
        /** Once it is whole. */
        ATOMIC
    }

    /** Ask the server how much it has, and send the rest. */
    public UploadSpec resume() {
        return new UploadSpec(Existing.RESUME, appearance, progress, verification);
    }

    /**
     * Upload under a temporary name in the same directory, check it, and rename it (RNFR, RNTO). What had the name stays
     * until then; a server that does not overwrite has it renamed to {@code NAME.XXXXXXXX.old} first, and back if the second
     * rename is refused. The temporary name is {@code NAME.part} with {@link #resume()}, and stays for the next attempt then,
     * unless its hash is wrong; else it is one that nobody uses, and is deleted on error and cancel.
     */
    public UploadSpec atomically() {
        return new UploadSpec(existing, Appearance.ATOMIC, progress, verification);
    }

    public UploadSpec onProgress(Consumer<TransferProgress> listener) {
        return new UploadSpec(existing, appearance, listener, verification);
    }

    /**
     * Once the server has all, it is asked for the strongest hash that it announces, and the source is read once more to
     * compare: {@code HashMismatchException} where they differ, and what was uploaded stays there unless it is
     * {@link #atomically()}, which is renamed only after this. Where the server gives no hash, the upload succeeds; {@link
     * dev.fluxftp.transfer.TransferReport#verification()} is the rung that was reached.
     */
    public UploadSpec verify() {
        return new UploadSpec(existing, appearance, progress, Verification.HASH);
    }
}
