package dev.fluxftp.reactor.internal.journal;

import dev.fluxftp.reactor.internal.file.LocalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the requests of a journal. Blocks; belongs to one thread at a time. Writes that wait together become one record
 * and are forced to the disk together. After a failure the file is closed, and opened anew for the next request: nothing is
 * ever written behind what may be torn.
 */
final class Scribe {

    private static final int MOST_TOGETHER = 256;

    private final Path path;
    private final @Nullable Duration forceWithin;
    private final long compactAbove;
    private final Disk disk;
    private final Consumer<Duration> forceLater;
    private final List<Request.Write> waiting = new ArrayList<>();
    private int waitingSize;
    private @Nullable JournalFile file;
    private boolean forceIsDue;
    private boolean closed;

    /** @param forceLater has {@link Request.Force} come after that time */
    Scribe(Path path, @Nullable Duration forceWithin, long compactAbove, Disk disk, Consumer<Duration> forceLater) {
        this.path = path;
        this.forceWithin = forceWithin;
        this.compactAbove = compactAbove;
        this.disk = disk;
        this.forceLater = forceLater;
    }

    /** A write may wait for others, until {@link #writeWhatWaits()}. */
    void serve(Request request) {
        if (request instanceof Request.Write write && !closed) {
            waiting.add(write);
            waitingSize += write.entry().size();
            if (waiting.size() == MOST_TOGETHER || waitingSize >= JournalRecord.FULL) {
                writeWhatWaits();
            }
        } else {
            writeWhatWaits();
            serveAlone(request);
        }
    }

    void writeWhatWaits() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Request.Write> together = List.copyOf(waiting);
        waiting.clear();
        waitingSize = 0;
        try {
            write(together.stream().map(Request.Write::entry).toList());
            together.forEach(write -> write.answer().success());
        } catch (IOException | RuntimeException e) {
            RuntimeException failure = abandon("write", e);
            together.forEach(write -> write.fail(failure));
        }
    }

    private void write(List<Entry> entries) throws IOException {
        JournalFile journal = opened();
        journal.append(entries);
        if (forceWithin != null && forceWithin.isZero()) {
            journal.force();
        } else if (forceWithin != null && !forceIsDue) {
            forceIsDue = true;
            forceLater.accept(forceWithin);
        }
        if (journal.isMostlyGarbage(compactAbove)) {
            journal.compact();
        }
    }

    private void serveAlone(Request request) {
        try {
            if (request instanceof Request.Close close) {
                close();
                close.answer().success();
            } else if (closed) {
                request.fail(new IllegalStateException("the checkpoint journal " + path + " has been closed"));
            } else if (request instanceof Request.Read read) {
                read.answer().success(opened().value(read.key()));
            } else {
                forceNow();
            }
        } catch (IOException | RuntimeException e) {
            request.fail(abandon("read", e));
        }
    }

    private void forceNow() throws IOException {
        forceIsDue = false;
        if (file != null) {
            file.force();
        }
    }

    private void close() throws IOException {
        closed = true;
        try (JournalFile last = file) {
            if (last != null && forceWithin != null) {
                last.force();
            }
        } finally {
            file = null;
        }
    }

    private JournalFile opened() throws IOException {
        if (file == null) {
            file = JournalFile.open(path, disk);
        }
        return file;
    }

    private RuntimeException abandon(String doing, Exception error) {
        JournalFile last = file;
        file = null;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                error.addSuppressed(e);
            }
        }
        return LocalFiles.failure(doing, path, error);
    }
}
