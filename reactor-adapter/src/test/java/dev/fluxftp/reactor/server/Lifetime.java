package dev.fluxftp.reactor.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The threads and sockets of one server, which all end with it. */
final class Lifetime implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    interface Task {
        void run() throws IOException, InterruptedException;
    }

    private final String name;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private boolean over;

    Lifetime(String name) {
        this.name = name;
    }

    synchronized Thread spawn(String subject, Task task) throws IOException {
        refuseWhenOver();
        Thread thread = new Thread(() -> run(task), name + "-" + subject);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    synchronized <S extends Closeable> S own(S socket) throws IOException {
        if (over) {
            socket.close();
        }
        refuseWhenOver();
        sockets.add(socket);
        return socket;
    }

    void disown(Closeable socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    /** Tells a mistake in a script or in this server from the end of a connection; {@link #close()} reports it. */
    void failed(Throwable failure) {
        failures.add(failure);
    }

    static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone, and that was asked for
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
        }
        sockets.forEach(Lifetime::closeQuietly);
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                join(thread, end);
            }
        }
        reportFailures();
    }

    private void reportFailures() {
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("the test server failed", failures.get(0));
            failures.stream().skip(1).forEach(error::addSuppressed);
            failures.clear();
            throw error;
        }
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (IOException | InterruptedException e) {
            // the ordinary end of a connection
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private static void join(Thread thread, long end) {
        try {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            IllegalStateException leak = new IllegalStateException(thread.getName() + " does not end");
            leak.setStackTrace(thread.getStackTrace());
            throw leak;
        }
    }

    private void refuseWhenOver() throws IOException {
        if (over) {
            throw new IOException("the server is closed");
        }
    }
}
