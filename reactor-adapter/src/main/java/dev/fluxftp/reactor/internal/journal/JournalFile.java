package dev.fluxftp.reactor.internal.journal;

import dev.fluxftp.reactor.internal.file.LocalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a journal, open and locked. Blocks; belongs to one thread at a time. After an {@code IOException} it is of no
 * use and has to be closed: what is on disk then shows when it is opened again.
 */
final class JournalFile implements Closeable {

    private final Path file;
    private final JournalLock lock;
    private final Disk disk;
    private final JournalContent content = new JournalContent();
    private FileChannel channel;
    private long end;

    private JournalFile(Path file, JournalLock lock, Disk disk) throws IOException {
        this.file = file;
        this.lock = lock;
        this.disk = disk;
        this.channel = disk.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens it, new if there is none. A record at its end that was not written completely is cut off. */
    static JournalFile open(Path path, Disk disk) throws IOException {
        Path file = LocalFiles.real(path.toAbsolutePath());
        JournalLock lock = JournalLock.take(file);
        JournalFile opened = null;
        try {
            opened = new JournalFile(file, lock, disk);
            opened.load();
            return opened;
        } catch (IOException | RuntimeException e) {
            closeBecauseOf(e, opened == null ? lock : opened);
            throw e;
        }
    }

    byte @Nullable [] value(String key) {
        return content.value(key);
    }

    /** Writes one record. It is not forced to the disk yet. */
    void append(List<Entry> entries) throws IOException {
        ByteBuffer record = JournalRecord.of(entries);
        int length = record.remaining();
        writeTo(channel, record, end);
        end += length;
        content.add(entries);
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** True when more than half of the file says nothing any more. */
    boolean isMostlyGarbage(long largest) {
        return end > largest && end > 2 * (content.size() + JournalContent.HEADER);
    }

    /** Puts a new file in its place that holds only what counts. A crash leaves the old one or the new one. */
    void compact() throws IOException {
        Path next = successor();
        try (FileChannel out = disk.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(out);
            out.force(true);
        }
        channel.close(); // before the move: Windows replaces no file that is open
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        channel = disk.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        end = channel.size();
        LocalFiles.forceFolder(file);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
        }
    }

    private void load() throws IOException {
        ByteBuffer all = read();
        if (JournalContent.isUnborn(all)) {
            channel.truncate(0);
            writeTo(channel, JournalContent.header(), 0);
            channel.force(true);
            LocalFiles.forceFolder(file);
            end = JournalContent.HEADER;
        } else {
            end = content.replay(all, file);
            channel.truncate(end);
        }
        Files.deleteIfExists(successor()); // of a compaction that did not come to its end
    }

    private ByteBuffer read() throws IOException {
        if (channel.size() > Integer.MAX_VALUE - JournalRecord.HEADER) {
            throw new IOException("it is too large for a checkpoint journal");
        }
        ByteBuffer all = ByteBuffer.allocate((int) channel.size());
        while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
            // a read may give less than was asked for
        }
        return all.flip();
    }

    private void writeAll(FileChannel out) throws IOException {
        long position = writeTo(out, JournalContent.header(), 0);
        List<Entry> record = new ArrayList<>();
        int size = 0;
        for (Entry entry : content.entries()) {
            record.add(entry);
            size += entry.size();
            if (size >= JournalRecord.FULL) {
                position = writeTo(out, JournalRecord.of(record), position);
                record.clear();
                size = 0;
            }
        }
        if (!record.isEmpty()) {
            writeTo(out, JournalRecord.of(record), position);
        }
    }

    private static long writeTo(FileChannel out, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
        return at;
    }

    private Path successor() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static void closeBecauseOf(Exception error, Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }
}
