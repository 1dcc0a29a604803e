package dev.fluxftp.reactor.internal.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is written at once: length of the payload (4 bytes), CRC32C over length and payload (4), payload. The payload is one
 * entry or several, so that all that one force covers is there or is not.
 */
final class JournalRecord {

    static final int HEADER = 8;

    /** A record takes entries up to this, and one more. */
    static final int FULL = 1 << 20;

    private static final int LARGEST_PAYLOAD = FULL + Entry.LARGEST;

    private JournalRecord() {}

    static ByteBuffer of(List<Entry> entries) {
        int length = entries.stream().mapToInt(Entry::size).sum();
        ByteBuffer record = ByteBuffer.allocate(HEADER + length).putInt(length).putInt(0);
        entries.forEach(entry -> entry.writeTo(record));
        return record.putInt(Integer.BYTES, check(record, 0, length)).flip();
    }

    /** The payload of the record that begins there; null when none does. */
    static @Nullable ByteBuffer payloadAt(ByteBuffer file, int position) {
        if (file.limit() - position <= HEADER) {
            return null;
        }
        int length = file.getInt(position);
        if (length <= 0 || length > LARGEST_PAYLOAD || length > file.limit() - position - HEADER) {
            return null;
        }
        byte kind = file.get(position + HEADER);
        boolean whole = (kind == Entry.VALUE || kind == Entry.REMOVED)
                && file.getInt(position + Integer.BYTES) == check(file, position, length);
        return whole ? file.slice(position + HEADER, length) : null;
    }

    /** The entries of a payload. */
    static List<Entry> entries(ByteBuffer payload) {
        List<Entry> entries = new ArrayList<>();
        while (payload.hasRemaining()) {
            entries.add(Entry.readFrom(payload));
        }
        return entries;
    }

    private static int check(ByteBuffer file, int position, int length) {
        CRC32C crc = new CRC32C();
        crc.update(file.slice(position, Integer.BYTES));
        crc.update(file.slice(position + HEADER, length));
        return (int) crc.getValue();
    }
}
