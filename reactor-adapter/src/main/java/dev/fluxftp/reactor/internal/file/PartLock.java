package dev.fluxftp.reactor.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A part that is open, and that no other transfer has. The lock on the file keeps other processes off. Within this process
 * a set does the same: closing any channel of a file drops the locks that POSIX keeps for the whole process, so a part is
 * not even opened twice.
 */
final class PartLock implements Closeable {

    private static final int TRIES = 5;
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path name;
    private final FileChannel channel;
    private final AtomicBoolean over = new AtomicBoolean();

    private PartLock(Path name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /** Opens the part, new if there is none. */
    static PartLock take(Path part) throws IOException {
        Path name = LocalFiles.real(part);
        if (!HELD.add(name)) {
            throw inUse(part);
        }
        FileChannel opened = null;
        try {
            opened = open(part);
        } finally {
            if (opened == null) {
                HELD.remove(name);
            }
        }
        return new PartLock(name, opened);
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        if (over.compareAndSet(false, true)) { // else the name may be somebody else's by now
            try {
                channel.close();
            } finally {
                HELD.remove(name);
            }
        }
    }

    /** The lock is on the file, not on its name: the name must belong to the same file before it was opened and after. */
    private static FileChannel open(Path part) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            boolean existed = Files.exists(part);
            Object before = existed ? key(part) : null;
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            if (!lock(channel)) {
                channel.close();
                break;
            }
            if (existed && Files.exists(part) && Objects.equals(before, key(part))) {
                return channel;
            }
            channel.close(); // just made, or moved away by another transfer: now look again
        }
        throw inUse(part);
    }

    /** What tells one file from another; null where the system does not say. */
    private static @Nullable Object key(Path part) throws IOException {
        return Files.readAttributes(part, BasicFileAttributes.class).fileKey();
    }

    /** Another class loader may have this class, too. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static IOException inUse(Path part) {
        return new IOException("another transfer is writing " + part);
    }
}
