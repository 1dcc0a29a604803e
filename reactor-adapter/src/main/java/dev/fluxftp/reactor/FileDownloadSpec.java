package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a file is downloaded to disk.
 *
 * @param existing what to do with a {@code .part} file of an earlier attempt
 * @param whenChanged what to do when that part is of another file, or the file changes meanwhile
 * @param segments over how many data connections at a time
 * @param progress told now and then, on a thread that may write to disk
 * @param verification the highest rung to try before the file gets its name
 * @param rateLimit how fast at most; null for as fast as the network
 */
@CheckReturnValue
public record FileDownloadSpec(
        Existing existing,
        WhenChanged whenChanged,
        int segments,
        Consumer<TransferProgress> progress,
        Verification verification,
        @Nullable RateLimit rateLimit) {

    static final FileDownloadSpec DEFAULT =
            new FileDownloadSpec(Existing.REPLACE, WhenChanged.FAIL, 1, ignored -> {}, Verification.SIZE, null);

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

    /**
     * Go on where an earlier attempt stopped, if the file on the server is still the same. What is written is forced to the
     * disk every 16 MiB, noted in {@code target.part.segments}, and forced before the file gets its name. After a power
     * failure what was forced is there. After the end of the process alone nothing is fetched again where the system tells
     * that it has not been started anew (Linux does), else what was not forced.
     */
    public FileDownloadSpec resume() {
        return existing(Existing.RESUME);
    }

    FileDownloadSpec existing(Existing value) {
        return new FileDownloadSpec(value, whenChanged, segments, progress, verification, rateLimit);
    }

    /**
     * Begin at the first byte, dropping the part, when the file on the server is not the one that the part is of, or nothing
     * shows that it is; also when that is noticed in the course of this download, since nothing has the name of the target
     * yet. Progress and report begin anew then. A file that keeps changing is a {@code RemoteChangedException} after as many
     * beginnings as {@code Healing} has attempts, and two.
     */
    public FileDownloadSpec restartWhenChanged() {
        return new FileDownloadSpec(existing, WhenChanged.RESTART, segments, progress, verification, rateLimit);
    }

    /**
     * Over several data connections at a time, as far as the pool and the server have them: each fetches a segment of at
     * least a mebibyte (REST), and one that has finished takes over half of the longest rest. A connection that the server
     * refuses leaves its segment to the others. Where the server does not tell the size, there is one stream. What is
     * written is forced to the disk every 16 MiB and noted in {@code target.part.segments}, for {@link #resume()}.
     */
    public FileDownloadSpec segments(int count) {
        return new FileDownloadSpec(existing, whenChanged, count, progress, verification, rateLimit);
    }

    public FileDownloadSpec onProgress(Consumer<TransferProgress> listener) {
        return new FileDownloadSpec(existing, whenChanged, segments, listener, verification, rateLimit);
    }

    /**
     * Once all bytes are there, the server is asked for the strongest hash that it announces: HASH with OPTS HASH
     * (draft-bryan-ftpext-hash), XSHA512, XSHA256, XSHA1, XMD5, MD5 or XCRC. It is compared with that of the bytes that were
     * written, and of those that a part had before; the file gets its name only if they agree. {@code
     * HashMismatchException} otherwise, and the part is removed, because a resume would build on wrong bytes. Where the
     * server gives no hash of the file, the download succeeds; {@link dev.fluxftp.transfer.TransferReport#verification()} is
     * the rung that was reached. Where it fails to answer, the download fails, and the part stays: {@link #resume()} then
     * only asks again. The server has the final-reply deadline to read its file. With segments, the part is read once more.
     */
    public FileDownloadSpec verify() {
        return new FileDownloadSpec(existing, whenChanged, segments, progress, Verification.HASH, rateLimit);
    }

    /** No faster than that, together with all that share it, and with the client's own limit, if it has one. */
    public FileDownloadSpec rateLimit(RateLimit limit) {
        return new FileDownloadSpec(existing, whenChanged, segments, progress, verification, limit);
    }
}
