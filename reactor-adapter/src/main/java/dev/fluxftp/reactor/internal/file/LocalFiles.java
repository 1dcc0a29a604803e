package dev.fluxftp.reactor.internal.file;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.LocalFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Disk work as a Mono: off the event loop, with errors that name the file. */
public final class LocalFiles {

    /**
     * Reactor's threads for what blocks, but never interrupted: a cancel would close the file under the hands of whoever uses
     * it at that moment, and the checkpoint that follows could not be written.
     */
    static final Scheduler THREADS =
            Schedulers.fromExecutor(task -> Schedulers.boundedElastic().schedule(task));

    private LocalFiles() {}

    static <T> Mono<T> work(String doing, Path file, Callable<T> task) {
        return Mono.fromCallable(task).subscribeOn(THREADS).onErrorMap(e -> failure(doing, file, e));
    }

    /** In one step where the file system can do that. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What was written to that file is on the disk then, whoever wrote it. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A new name is durable once its folder is. Windows opens no folder, and does without. */
    public static void forceFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** The one name of a file that may be reached by several. */
    public static Path real(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        Path folder = file.getParent();
        return folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    }

    public static RuntimeException failure(String doing, Path file, Throwable error) {
        return error instanceof FtpException ftp
                ? ftp
                : new LocalFileException(doing, file.toString(), reason(error), error);
    }

    /** The exceptions of java.nio name a file and leave the reason to their class. */
    private static String reason(Throwable error) {
        if (error instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof FileSystemException files && files.getReason() != null) {
            return files.getReason();
        }
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
}
