package dev.fluxftp.reactor.internal.journal;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps everybody else off a journal. The lock is on a file of its own, {@code name.lock}, because a compaction puts another
 * file in the journal's place; it is left there when the lock is given back, so that two can never hold two files of that
 * name. Within this process a set does the same: closing any channel of a file drops the locks that POSIX keeps for the
 * whole process, so that file is not even opened twice.
 */
final class JournalLock implements Closeable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path journal;
    private final FileChannel channel;

    private JournalLock(Path journal, FileChannel channel) {
        this.journal = journal;
        this.channel = channel;
    }

    /**
     * @param journal its real path, so that it has one name only
     * @throws CheckpointException if somebody else has it
     */
    static JournalLock take(Path journal) throws IOException {
        if (!HELD.add(journal)) {
            throw inUse(journal, "another store of this process");
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(
                    journal.resolveSibling(journal.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            taken = channel.tryLock() != null;
            if (!taken) {
                channel.close();
                throw inUse(journal, "another process");
            }
            return new JournalLock(journal, channel);
        } finally {
            if (!taken) {
                HELD.remove(journal);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(journal);
        }
    }

    private static CheckpointException inUse(Path journal, String user) {
        return new CheckpointException(Reason.IN_USE, "the checkpoint journal " + journal + " is in use by " + user);
    }
}
