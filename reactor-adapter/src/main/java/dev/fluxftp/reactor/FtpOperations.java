package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.FileFacts;
import dev.fluxftp.reactor.internal.transfer.HashCheck;
import dev.fluxftp.reactor.internal.transfer.Listing;
import dev.fluxftp.reactor.internal.transfer.OrderedDownload;
import dev.fluxftp.reactor.internal.transfer.Policy;
import dev.fluxftp.reactor.internal.transfer.RemoteFiles;
import dev.fluxftp.reactor.internal.transfer.Retrieval;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.session.Dialogue;
import dev.fluxftp.transfer.TransferReport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * The verbs of FTP, the same on a {@link FtpClient}, where each call takes a session of the pool, and on a
 * {@link FtpConnection}, where all share one. Everything is cold. Errors are {@code FtpException}s unless stated: they name
 * the phase, quote the server and say whether they are transient; a path with CR, LF or NUL fails with
 * {@code IllegalArgumentException} before anything is said. Cancel winds the command down so that the session is clean, or
 * closes it. Paths that do not begin with {@code /} are relative to the working directory.
 */
@CheckReturnValue
public abstract sealed class FtpOperations permits FtpClient, FtpConnection {

    FtpOperations() {}

    /** Where sessions come from. */
    abstract Sessions sessions();

    /** How transfers are done unless they say otherwise. */
    abstract FtpClientConfig config();

    /** What checkpoints name the file at that path by. */
    abstract String resource(String path);

    /**
     * MLSD (RFC 3659 7), or LIST where the server does not know that. Emits entries as their lines arrive, without the
     * directory itself and its parent; a line that is no entry in any grammar is emitted as {@code UNPARSED}. A directory
     * that does not exist is an error and never an empty listing.
     */
    public Flux<FtpEntry> list(String path) {
        return Flux.defer(() -> {
            requireSayable(path);
            return sessions().use(session -> Listing.of(session, path));
        });
    }

    /** MLST, or SIZE, MDTM and CWD where the server does not know that. Empty when there is nothing at the path. */
    public Mono<FtpEntry> stat(String path) {
        return Mono.defer(() -> {
            requireSayable(path);
            return sessions().useOnce(session -> RemoteFiles.stat(session, path));
        });
    }

    /** True when there is a file or a directory at the path. */
    public Mono<Boolean> exists(String path) {
        return stat(path).hasElement();
    }

    /** SIZE (RFC 3659 4): bytes of the file. */
    public Mono<Long> size(String path) {
        return ask(() -> CommandDialogues.size(path));
    }

    /** MDTM (RFC 3659 3): when the file was last modified. */
    public Mono<Instant> modified(String path) {
        return ask(() -> CommandDialogues.modified(path)).map(TimeVal::instant);
    }

    /**
     * The hash of the whole file as the server computes it, by the strongest algorithm that it announces: HASH with OPTS
     * HASH (draft-bryan-ftpext-hash), XSHA512, XSHA256, XSHA1, XMD5, MD5 or XCRC; where one is refused, the next. Fails with
     * {@code HashUnavailableException} where none is left, with {@code NegativeReplyException} where there is no such
     * file. The server reads all of it, and has the final-reply deadline for that. ProFTPD remembers hashes for the time of
     * a session: it may tell that of an earlier version, if that was as long and written in the same second. Cancel waits a
     * moment for the server to finish, then closes the session.
     */
    public Mono<FileHash> hash(String path) {
        return Mono.defer(() -> {
            requireSayable(path);
            return sessions().useOnce(session -> HashCheck.hash(session, path));
        });
    }

    /** The same by that algorithm and no other; {@code HashUnavailableException} where the server does not give it. */
    public Mono<FileHash> hash(String path, HashAlgorithm algorithm) {
        return Mono.defer(() -> {
            requireSayable(path);
            return sessions().useOnce(session -> HashCheck.hash(session, path, algorithm));
        });
    }

    /**
     * Says when the file was last modified: MFMT (draft-somers-ftp-mfxx); where the server has no such thing, MDTM with the
     * time before the path, then SITE UTIME, and MDTM again to see whether that is what the server understood. Whole
     * seconds are set, what is less is cut off. Fails with {@code NegativeReplyException} where the server cannot or will
     * not, in its own words; with {@code ProtocolViolationException} where it says that it did and tells another time.
     */
    public Mono<Void> setModified(String path, Instant time) {
        return Mono.defer(() -> {
            requireSayable(path);
            return sessions().useOnce(session -> FileFacts.setModified(session, path, time));
        });
    }

    /**
     * SITE CHMOD: who may do what with a file or directory, as {@code java.nio.file.Files#getPosixFilePermissions} gives it
     * and {@code PosixFilePermissions.fromString("rw-r-----")} makes it. No RFC knows the command; most servers on Unix do, a
     * {@code NegativeReplyException} tells of the others. The bits beyond these nine (set-user-ID and its like) are for
     * {@link FtpConnection#command(String, String)}.
     */
    public Mono<Void> setPermissions(String path, Set<PosixFilePermission> permissions) {
        return Mono.defer(() -> {
            requireSayable(path);
            return sessions().useOnce(session -> FileFacts.setPermissions(session, path, permissions));
        });
    }

    /** DELE. */
    public Mono<Void> delete(String path) {
        return ask(() -> CommandDialogues.delete(path)).then();
    }

    /** RNFR and RNTO. What becomes of a file that has the new name already is the server's choice. */
    public Mono<Void> rename(String from, String to) {
        return ask(() -> CommandDialogues.rename(from, to)).then();
    }

    /** MKD. */
    public Mono<Void> makeDirectory(String path) {
        return ask(() -> CommandDialogues.makeDirectory(path)).then();
    }

    /** MKD for the directory and all above it that are missing. */
    public Mono<Void> makeDirectories(String path) {
        return ask(() -> CommandDialogues.makeDirectories(path)).then();
    }

    /** RMD: an empty directory. */
    public Mono<Void> removeDirectory(String path) {
        return ask(() -> CommandDialogues.removeDirectory(path)).then();
    }

    /** The whole file; see {@link #download(String, UnaryOperator)}. */
    public ByteBufFlux download(String path) {
        return download(path, whole -> whole);
    }

    /**
     * RETR, with REST where it does not begin at the first byte. Emits the bytes by demand: what is not asked for is not
     * read from the network. When the data connection breaks, the flux goes on by itself on another session with the byte
     * after the last one delivered, provided that size and modification time are still the same
     * ({@code RemoteChangedException} otherwise) and whatever else {@link FtpClient#replay} asks for; the subscriber sees one
     * unbroken sequence. Completes only when the server called the transfer complete and no byte of the size that it told
     * is missing; what it appends meanwhile is delivered, too. A buffer is released after {@code onNext} unless the receiver
     * retains it. Cancel aborts the transfer. With {@link DownloadSpec#segments(int)} several connections fetch the file, up
     * to a bound ahead of demand.
     */
    public ByteBufFlux download(String path, UnaryOperator<DownloadSpec> range) {
        return ByteBufFlux.fromInbound(
                Flux.defer(() -> {
                    requireSayable(path);
                    DownloadSpec spec = range.apply(DownloadSpec.WHOLE);
                    return ProgressMeter.over(retrieval(path, spec), sessions(), spec.progress());
                }),
                ByteBufAllocator.DEFAULT);
    }

    private Retrieval retrieval(String path, DownloadSpec spec) {
        Policy policy = policy(spec.rateLimit());
        return spec.segments() == 1
                ? new Download(path, spec.offset(), spec.length(), policy)
                : new OrderedDownload(path, spec.offset(), spec.length(), spec.segments(), spec.blockBytes(), policy);
    }

    /** With a checkpoint after each acknowledgement; see {@link #downloadChunks(String, CheckpointStore, UnaryOperator)}. */
    public Flux<FtpChunk> downloadChunks(String path, CheckpointStore checkpoints) {
        return downloadChunks(path, checkpoints, spec -> spec);
    }

    /**
     * The file as {@link #download(String)} gives it, in chunks that the receiver acknowledges. The store keeps the offset
     * up to which all has been acknowledged, and which file it was; a new subscription, in this or another process, goes on
     * there (REST). So after a crash a chunk may come again that had been acknowledged but not saved yet, and none is
     * left out. Within one subscription a broken connection heals after the last chunk that was delivered.
     *
     * <p>Completes when all was delivered and what had been acknowledged by then is saved; chunks may be acknowledged
     * later still, and are saved then, unless another subscription has moved the checkpoint. After error and cancel what
     * was acknowledged is saved, too. The checkpoint of a complete file stays, so that it is not delivered again:
     * {@code clear} it to begin anew. With an overlap ({@link FtpClient#replay}) it also keeps a hash of the bytes before the
     * offset, which are compared before a later subscription goes on. Fails with {@code RemoteChangedException} when the file
     * is not the one that the checkpoint is of, and with the store's own error, which ends the transfer, when it cannot load
     * or save. The error of a save after the end goes to {@code Hooks.onErrorDropped}. On a {@link FtpConnection} give an
     * absolute path, or a key that tells the working directories apart.
     */
    public Flux<FtpChunk> downloadChunks(String path, CheckpointStore checkpoints, UnaryOperator<ChunkSpec> how) {
        return Flux.deferContextual(context -> {
            requireSayable(path);
            ChunkSpec spec = how.apply(ChunkSpec.DEFAULT);
            return new ChunkDownload(path, resource(path), checkpoints, spec, policy(spec.rateLimit()))
                    .chunks(sessions(), context);
        });
    }

    /** The whole file to disk; see {@link #download(String, Path, UnaryOperator)}. */
    public Mono<TransferReport> download(String path, Path target) {
        return download(path, target, spec -> spec);
    }

    /**
     * The whole file to disk, as {@link #download(String)} gives it. It is written to {@code target.part} and gets its name
     * in one step once it is complete, replacing what had it, be it a symbolic link; on failure and cancel only the part
     * stays. Fails with {@code LocalFileException} where the disk says no, and with {@code RemoteChangedException} where the
     * file on the server is not the one that it began with, unless it is to {@link FileDownloadSpec#restartWhenChanged()
     * begin again} then. A change is noticed when a broken connection goes on, not while one connection lasts.
     */
    public Mono<TransferReport> download(String path, Path target, UnaryOperator<FileDownloadSpec> how) {
        return Mono.defer(() -> {
            requireSayable(path);
            FileDownloadSpec spec = how.apply(FileDownloadSpec.DEFAULT);
            return new FileDownload(path, target, spec, policy(spec.rateLimit())).run(sessions());
        });
    }

    /**
     * STOR: the content becomes the file, replacing what is there. The source is subscribed once the server has agreed,
     * and asked for a few buffers at a time; each is released once written. Emits the report when the server called the
     * transfer complete and its size agrees. An error of the source is emitted as it is; it and cancel abort the
     * transfer, and what the server has by then stays there. The source is subscribed once: a break is an error. Of a source
     * that can be read again, {@link #upload(String, Flux, UnaryOperator)} makes more.
     */
    public Mono<TransferReport> upload(String path, Publisher<? extends ByteBuf> content) {
        return Mono.defer(() ->
                upload(path, offset -> content, UploadSpec.DEFAULT, policy(null).withoutHealing()));
    }

    /**
     * As {@link #upload(String, LongFunction, UnaryOperator)}, of a source that gives the same bytes to each subscriber: it
     * is read again from its beginning after a break, and what the server has is passed over.
     */
    public Mono<TransferReport> upload(String path, Flux<? extends ByteBuf> content, UnaryOperator<UploadSpec> how) {
        return upload(path, offset -> Skipping.of(path, content, offset), how);
    }

    /**
     * As {@link #upload(String, Publisher)}, of a source that can begin at any offset, and goes on by itself: after a break
     * the server is asked on another session how much it has (SIZE), and gets what follows (APPE, or REST and STOR where it
     * has no APPE); where only the final reply was lost, the size decides. What the server has that cannot be of this upload
     * is replaced, or is a {@code RemoteChangedException} with {@code resume()}, which begins with what is there.
     */
    public Mono<TransferReport> upload(
            String path, LongFunction<Publisher<? extends ByteBuf>> contentFrom, UnaryOperator<UploadSpec> how) {
        return Mono.defer(() -> {
            UploadSpec spec = how.apply(UploadSpec.DEFAULT);
            return upload(path, contentFrom, spec, policy(spec.rateLimit()));
        });
    }

    /** A file of the disk; see {@link #upload(String, Path, UnaryOperator)}. */
    public Mono<TransferReport> upload(String path, Path source) {
        return upload(path, source, spec -> spec);
    }

    /**
     * A file of the disk, as {@link #upload(String, LongFunction, UnaryOperator)}. {@code RemoteChangedException} if with
     * {@code resume()} the server turns out to have more than the file.
     */
    public Mono<TransferReport> upload(String path, Path source, UnaryOperator<UploadSpec> how) {
        return Mono.defer(() -> {
            requireSayable(path);
            UploadSpec spec = how.apply(UploadSpec.DEFAULT);
            return FileUpload.of(path, source, spec, policy(spec.rateLimit()), sessions());
        });
    }

    private Mono<TransferReport> upload(
            String path, LongFunction<Publisher<? extends ByteBuf>> contentFrom, UploadSpec spec, Policy policy) {
        requireSayable(path);
        if (!spec.facts().kept().isEmpty()) {
            throw new IllegalArgumentException("the source is no file of which something could be kept: "
                    + spec.facts().kept());
        }
        return new FileUpload(path, contentFrom, spec, policy).run(sessions(), -1);
    }

    private Policy policy(@Nullable RateLimit own) {
        return new Policy(config().healing(), config().replay(), RateLimit.together(config().rateLimit(), own));
    }

    private <T> Mono<T> ask(Supplier<Dialogue<T>> dialogue) {
        return Mono.defer(() -> {
            var unused = dialogue.get(); // refuses what cannot be said before a session is taken for it
            return sessions().useOnce(session -> session.perform(dialogue));
        });
    }

    /** Before a session is taken for it. */
    private static void requireSayable(String path) {
        var unused = Command.of(Verb.CWD, path);
    }
}
