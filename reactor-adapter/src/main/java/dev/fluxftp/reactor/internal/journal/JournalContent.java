package dev.fluxftp.reactor.internal.journal;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the records of a journal say together, in memory: keys, their values, and how much of the file still counts. */
final class JournalContent {

    private static final byte[] MAGIC = "FLUXFTPJ".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /** Magic (8 bytes) and version (4). */
    static final int HEADER = MAGIC.length + Integer.BYTES;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long size;

    static ByteBuffer header() {
        return ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION).flip();
    }

    /** True for a journal of which not even the header was written completely. */
    static boolean isUnborn(ByteBuffer file) {
        return file.limit() < HEADER && header().limit(file.limit()).equals(file.duplicate());
    }

    /**
     * Reads all records of a file.
     *
     * @return where the last whole record ends; what follows was being written when its writer died
     * @throws CheckpointException if it is no journal of this version, or is damaged before its end
     */
    int replay(ByteBuffer file, Path name) {
        expectHeader(file, name);
        int position = HEADER;
        for (ByteBuffer payload = JournalRecord.payloadAt(file, position);
                payload != null;
                payload = JournalRecord.payloadAt(file, position)) {
            position += JournalRecord.HEADER + payload.limit();
            try {
                add(JournalRecord.entries(payload));
            } catch (BufferUnderflowException e) {
                throw damaged(name, position);
            }
        }
        for (int later = position + 1; later < file.limit(); later++) {
            if (JournalRecord.payloadAt(file, later) != null) {
                throw damaged(name, position); // a torn record is the last one
            }
        }
        return position;
    }

    void add(List<Entry> more) {
        for (Entry entry : more) {
            Entry before = entry.value() == null ? entries.remove(entry.key()) : entries.put(entry.key(), entry);
            size += (entry.value() == null ? 0 : entry.size()) - (before == null ? 0 : before.size());
        }
    }

    byte @Nullable [] value(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    Iterable<Entry> entries() {
        return entries.values();
    }

    /** Bytes of the entries that count, as they are on disk. */
    long size() {
        return size;
    }

    private static void expectHeader(ByteBuffer file, Path name) {
        if (!file.slice(0, Math.min(MAGIC.length, file.limit())).equals(ByteBuffer.wrap(MAGIC))
                || file.limit() < HEADER) {
            throw new CheckpointException(Reason.FOREIGN, name + " is no checkpoint journal; it is left as it is");
        }
        int version = file.getInt(MAGIC.length);
        if (version != VERSION) {
            throw new CheckpointException(
                    version > VERSION ? Reason.NEWER_VERSION : Reason.CORRUPT,
                    String.format(
                            Locale.ROOT,
                            "the checkpoint journal %s is of version %d; only %d is known here",
                            name,
                            version,
                            VERSION));
        }
    }

    private static CheckpointException damaged(Path name, int position) {
        return new CheckpointException(
                Reason.CORRUPT,
                String.format(
                        Locale.ROOT,
                        "the checkpoint journal %s is damaged at byte %,d, and records follow; it is left as it is",
                        name,
                        position));
    }
}
