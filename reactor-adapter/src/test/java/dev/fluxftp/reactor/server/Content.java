package dev.fluxftp.reactor.server;

import java.io.InputStream;

/** What a file holds. */
public interface Content {
    long size();

    /** Copies what is at {@code offset}, at most {@code length} bytes; 0 at the end. */
    int read(long offset, byte[] target, int length);

    /** A file of any size that needs no memory; {@link #generatedAt} tells each byte. */
    static Content generated(long size) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int read(long offset, byte[] target, int length) {
                int n = (int) Math.max(0, Math.min(length, size - offset));
                for (int i = 0; i < n; i++) {
                    target[i] = generatedAt(offset + i);
                }
                return n;
            }
        };
    }

    /** The byte of every {@link #generated} file at this offset; the period is long and not a power of two. */
    static byte generatedAt(long offset) {
        return (byte) (offset % 251 + offset / 251 % 241);
    }

    /** The first bytes of every {@link #generated} file. */
    static byte[] generatedBytes(int size) {
        byte[] bytes = new byte[size];
        generated(size).read(0, bytes, size);
        return bytes;
    }

    /** Reads from {@code offset} on, and sees what is appended meanwhile. */
    default InputStream open(long offset) {
        Content content = this;
        return new InputStream() {
            private long at = offset;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int from, int length) {
                byte[] part = from == 0 ? target : new byte[length];
                int n = content.read(at, part, length);
                if (from != 0) {
                    System.arraycopy(part, 0, target, from, n);
                }
                at += n;
                return n == 0 && length > 0 ? -1 : n;
            }
        };
    }
}
