package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.util.function.Consumer;

/**
 * How a file is downloaded to disk.
 *
 * @param existing what to do with a {@code .part} file of an earlier attempt
 * @param progress told now and then, on a thread that may write to disk
 * @param verification the highest rung to try before the file gets its name
 */
@CheckReturnValue
public record FileDownloadSpec(Existing existing, Consumer<TransferProgress> progress, Verification verification) {

    static final FileDownloadSpec DEFAULT = new FileDownloadSpec(Existing.REPLACE, ignored -> {}, Verification.SIZE);

    /** What to do with what is there already. */
    public enum Existing {
        REPLACE,
        RESUME
    }

    /** Go on where an earlier attempt stopped, if the file on the server is still the same. */
    public FileDownloadSpec resume() {
        return new FileDownloadSpec(Existing.RESUME, progress, verification);
    }

    public FileDownloadSpec onProgress(Consumer<TransferProgress> listener) {
        return new FileDownloadSpec(existing, listener, verification);
    }

    /**
     * Once all bytes are there, the server is asked for the strongest hash that it announces: HASH with OPTS HASH
     * (draft-bryan-ftpext-hash), XSHA512, XSHA256, XSHA1, XMD5, MD5 or XCRC. It is compared with that of the bytes that were
     * written, and of those that a part had before; the file gets its name only if they agree. {@code
     * HashMismatchException} otherwise, and the part is removed, because a resume would build on wrong bytes. Where the
     * server gives no hash of the file, the download succeeds; {@link dev.fluxftp.transfer.TransferReport#verification()} is
     * the rung that was reached. Where it fails to answer, the download fails, and the part stays: {@link #resume()} then
     * only asks again. The server has the final-reply deadline to read its file.
     */
    public FileDownloadSpec verify() {
        return new FileDownloadSpec(existing, progress, Verification.HASH);
    }
}
