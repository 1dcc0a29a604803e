package dev.fluxftp.reactor.internal.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a key means from now on. On disk: kind (1 byte), length of the key (4), key in UTF-8, and for a value its length (4)
 * and the value.
 *
 * @param value null when the key means nothing any more
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not changed by anybody
record Entry(String key, byte @Nullable [] value) {

    static final byte VALUE = 1;
    static final byte REMOVED = 2;

    /** Of a key and a value together. */
    static final int LARGEST = 1 << 20;

    int size() {
        int ofKey = 5 + key.getBytes(StandardCharsets.UTF_8).length;
        return value == null ? ofKey : ofKey + 4 + value.length;
    }

    void writeTo(ByteBuffer out) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        out.put(value == null ? REMOVED : VALUE).putInt(name.length).put(name);
        if (value != null) {
            out.putInt(value.length).put(value);
        }
    }

    /** @throws java.nio.BufferUnderflowException if it is none */
    static Entry readFrom(ByteBuffer in) {
        byte kind = in.get();
        String key = new String(bytes(in), StandardCharsets.UTF_8);
        return new Entry(key, kind == VALUE ? bytes(in) : null);
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
