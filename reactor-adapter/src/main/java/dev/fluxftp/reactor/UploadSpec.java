package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a file is uploaded.
 *
 * @param existing what to do with what the server has of it
 * @param appearance when the file has its name
 * @param progress told now and then
 * @param verification the highest rung to try before the upload is called complete
 * @param facts what is set on the server once it has all bytes
 * @param rateLimit how fast at most; null for as fast as the network
 */
@CheckReturnValue
public record UploadSpec(
        Existing existing,
        Appearance appearance,
        Consumer<TransferProgress> progress,
        Verification verification,
        Facts facts,
        @Nullable RateLimit rateLimit) {

    static final UploadSpec DEFAULT = new UploadSpec(
            Existing.REPLACE, Appearance.GROWING, ignored -> {}, Verification.SIZE, Facts.OF_THE_SERVER, null);

    /** When an uploaded file has its name. */
    public enum Appearance {
        /** From the first byte on. */
        GROWING,
        /** Once it is whole. */
        ATOMIC
    }

    /**
     * What is to be said of a file besides its bytes.
     *
     * @param modified when it was modified; null for the server's own time
     * @param permissions who may do what with it; null for what the server gives to new files
     * @param kept what is to be as it is of the local file, where it is not given
     */
    public record Facts(
            @Nullable Instant modified, @Nullable Set<PosixFilePermission> permissions, Set<Kept> kept) {

        static final Facts OF_THE_SERVER = new Facts(null, null, Set.of());

        public Facts {
            permissions = permissions == null ? null : Set.copyOf(permissions);
            kept = Set.copyOf(kept);
        }

        private Facts keep(Kept more) {
            Set<Kept> all = EnumSet.of(more);
            all.addAll(kept);
            return new Facts(modified, permissions, all);
        }
    }

    /** A fact of the local file. */
    public enum Kept {
        MODIFIED,
        PERMISSIONS
    }

    /** Ask the server how much it has, and send the rest. */
    public UploadSpec resume() {
        return new UploadSpec(Existing.RESUME, appearance, progress, verification, facts, rateLimit);
    }

    /**
     * Upload under a temporary name in the same directory, check it, and rename it (RNFR, RNTO). What had the name stays
     * until then; a server that does not overwrite has it renamed to {@code NAME.XXXXXXXX.old} first, and back if the second
     * rename is refused. The temporary name is {@code NAME.part} with {@link #resume()}, and stays for the next attempt then,
     * unless its hash is wrong; else it is one that nobody uses, and is deleted on error and cancel.
     */
    public UploadSpec atomically() {
        return new UploadSpec(existing, Appearance.ATOMIC, progress, verification, facts, rateLimit);
    }

    public UploadSpec onProgress(Consumer<TransferProgress> listener) {
        return new UploadSpec(existing, appearance, listener, verification, facts, rateLimit);
    }

    /**
     * Once the server has all, it is asked for the strongest hash that it announces, and the source is read once more to
     * compare: {@code HashMismatchException} where they differ, and what was uploaded stays there unless it is
     * {@link #atomically()}, which is renamed only after this. Where the server gives no hash, the upload succeeds; {@link
     * dev.fluxftp.transfer.TransferReport#verification()} is the rung that was reached.
     */
    public UploadSpec verify() {
        return new UploadSpec(existing, appearance, progress, Verification.HASH, facts, rateLimit);
    }

    /**
     * Once the server has all, tell it when the file was modified, as {@link FtpOperations#setModified} does: before the
     * final name with {@link #atomically()}. Where the server refuses, the upload fails with its words: the bytes are there,
     * with the server's time, unless it is {@link #atomically()}, which is not published then. To do with a time that is not
     * kept, call {@code setModified} afterwards and look at its error.
     */
    public UploadSpec modified(Instant time) {
        Facts given = new Facts(time, facts.permissions(), facts.kept());
        return new UploadSpec(existing, appearance, progress, verification, given, rateLimit);
    }

    /** The same with the time of the local file; {@code IllegalArgumentException} where the source is none. */
    public UploadSpec keepModified() {
        return new UploadSpec(existing, appearance, progress, verification, facts.keep(Kept.MODIFIED), rateLimit);
    }

    /**
     * Once the server has all, tell it who may do what with the file, as {@link FtpOperations#setPermissions} does, and as
     * {@link #modified} where it refuses. Without this a file has what the server gives to new ones, also one that replaces
     * another {@link #atomically()}.
     */
    public UploadSpec permissions(Set<PosixFilePermission> permissions) {
        Facts given = new Facts(facts.modified(), permissions, facts.kept());
        return new UploadSpec(existing, appearance, progress, verification, given, rateLimit);
    }

    /**
     * The same with those of the local file; none are set where its file system has none. {@code IllegalArgumentException}
     * where the source is no file.
     */
    public UploadSpec keepPermissions() {
        return new UploadSpec(existing, appearance, progress, verification, facts.keep(Kept.PERMISSIONS), rateLimit);
    }

    /** No faster than that, together with all that share it, and with the client's own limit, if it has one. */
    public UploadSpec rateLimit(RateLimit limit) {
        return new UploadSpec(existing, appearance, progress, verification, facts, limit);
    }
}
