package dev.fluxftp.reactor.server;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A file or a directory; like an inode, it outlives its name while a transfer reads it. */
final class FileNode implements Content {
    private static final AtomicLong SERIAL = new AtomicLong(0x10);

    /** Null in a file. */
    final @Nullable TreeMap<String, FileNode> entries;

    final long unique = SERIAL.incrementAndGet();
    private @Nullable Content fixed;
    private byte[] bytes = {};
    private int size;
    private Instant modified;
    private int mode;

    private FileNode(@Nullable TreeMap<String, FileNode> entries, Instant modified, int mode) {
        this.entries = entries;
        this.modified = modified;
        this.mode = mode;
    }

    static FileNode directory(Instant modified) {
        return new FileNode(new TreeMap<>(), modified, 0755);
    }

    static FileNode file(Content content, Instant modified) {
        FileNode file = new FileNode(null, modified, 0644);
        file.fixed = content;
        return file;
    }

    static FileNode file(byte[] content, Instant modified) {
        FileNode file = new FileNode(null, modified, 0644);
        file.bytes = content.clone();
        file.size = content.length;
        return file;
    }

    boolean isDirectory() {
        return entries != null;
    }

    @Override
    public synchronized long size() {
        return fixed != null ? fixed.size() : size;
    }

    @Override
    public synchronized int read(long offset, byte[] target, int length) {
        if (fixed != null) {
            return fixed.read(offset, target, length);
        }
        int n = (int) Math.max(0, Math.min(length, size - offset));
        if (n > 0) {
            System.arraycopy(bytes, (int) offset, target, 0, n);
        }
        return n;
    }

    synchronized byte[] content() {
        byte[] all = new byte[Math.toIntExact(size())];
        read(0, all, all.length);
        return all;
    }

    /** Cuts or, with a hole of zeros, grows the file. */
    synchronized void resize(long length) {
        settle();
        int wanted = Math.toIntExact(length);
        reserve(wanted);
        if (wanted < size) {
            Arrays.fill(bytes, wanted, size, (byte) 0);
        }
        size = wanted;
    }

    synchronized void write(long offset, byte[] source, int from, int length, Instant now) {
        settle();
        int end = Math.toIntExact(offset + length);
        reserve(end);
        System.arraycopy(source, from, bytes, (int) offset, length);
        size = Math.max(size, end);
        modified = now;
    }

    synchronized Instant modified() {
        return modified;
    }

    synchronized void touch(Instant time) {
        modified = time;
    }

    synchronized int mode() {
        return mode;
    }

    synchronized void chmod(int mode) {
        this.mode = mode;
    }

    /** Writes from {@code offset} on; what lies behind the last byte written stays, as with most servers. */
    OutputStream openAt(long offset, Clock clock) {
        return new OutputStream() {
            private long at = offset;

            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] source, int from, int length) {
                FileNode.this.write(at, source, from, length, clock.instant());
                at += length;
            }
        };
    }

    private void settle() {
        if (fixed != null) {
            byte[] all = content();
            fixed = null;
            bytes = all;
            size = all.length;
        }
    }

    private void reserve(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(capacity, bytes.length * 2L)));
        }
    }
}
