package dev.fluxftp.reactor.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The disk, with a count of what was forced, and out of order when a test says so. */
final class FaultyDisk implements Disk {

    final AtomicInteger forced = new AtomicInteger();

    /** Bytes that still fit; a write that does not fit is done in part. */
    volatile long room = Long.MAX_VALUE;

    volatile boolean forceFails;
    volatile @Nullable CountDownLatch forceWaits;

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        return new Channel(FileChannel.open(file, options));
    }

    private final class Channel extends FileChannel {

        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int fits = (int) Math.min(room, source.remaining());
            ByteBuffer part = source.slice(source.position(), fits);
            source.position(source.position() + real.write(part, position));
            room -= fits;
            if (source.hasRemaining()) {
                throw new IOException("No space left on device");
            }
            return fits;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            forced.incrementAndGet();
            CountDownLatch until = forceWaits;
            if (until != null) {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            if (forceFails) {
                throw new IOException("Input/output error");
            }
            real.force(metadata);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return real.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            // no more than asked for, and less
            int length = Math.min(target.remaining(), 1000);
            ByteBuffer part = target.slice(target.position(), length);
            int read = real.read(part, position);
            target.position(target.position() + Math.max(read, 0));
            return read;
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            return real.read(targets, offset, length);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return real.write(source);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            return real.write(sources, offset, length);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            return real.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public @Nullable FileLock lock(long position, long size, boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
