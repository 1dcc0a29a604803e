package dev.fluxftp.reactor.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the transfer command to its final reply, on a thread of its own so that ABOR can be heard. */
final class Transfer {
    static final String COMPLETE = "226 Transfer complete.";
    private static final int STALL_POLL_MILLIS = 20;

    private final Exchange exchange;
    private final DataPort port;
    private final String preliminary;
    private final long base;
    private final @Nullable InputStream source;
    private final @Nullable Supplier<OutputStream> sinkSupplier;
    private final Deque<Fault.Cut> cuts;
    private final CountDownLatch replied = new CountDownLatch(1);
    private @Nullable OutputStream sink;
    private @Nullable DataConnection data;
    private @Nullable Thread thread;
    private boolean aborted;
    private boolean dataOver;
    private long moved;

    private Transfer(
            Exchange exchange,
            DataPort port,
            String preliminary,
            long base,
            @Nullable InputStream source,
            @Nullable Supplier<OutputStream> sink) {
        this.exchange = exchange;
        this.port = port;
        this.preliminary = preliminary;
        this.base = base;
        this.source = source;
        this.sinkSupplier = sink;
        this.cuts = new ArrayDeque<>(exchange.plan().all(Fault.Cut.class).stream()
                .sorted(Comparator.comparingLong(Fault.Cut::bytes))
                .toList());
    }

    static Transfer send(Exchange exchange, DataPort port, String preliminary, long base, InputStream source) {
        InputStream all = source;
        for (Fault.TrailingData more : exchange.plan().all(Fault.TrailingData.class)) {
            all = new SequenceInputStream(all, new ByteArrayInputStream(more.bytes()));
        }
        return new Transfer(exchange, port, preliminary, base, all, null);
    }

    /** The sink is opened, and a file made, only when the data connection is there. */
    static Transfer receive(
            Exchange exchange, DataPort port, String preliminary, long base, Supplier<OutputStream> sink) {
        return new Transfer(exchange, port, preliminary, base, null, sink);
    }

    void run() throws IOException, InterruptedException {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        boolean lingers = false;
        try {
            lingers = serve();
        } catch (SessionOver e) {
            // nothing to say any more
        } catch (IOException | InterruptedException e) {
            endData();
            exchange.reply(Fault.ABORTED);
        } finally {
            endData();
            replied.countDown();
            port.close();
            if (data != null && !lingers) {
                data.close();
            }
        }
        if (data != null && lingers) {
            data.linger();
        }
    }

    /** Ends the transfer with a 426, unless its data have passed. */
    synchronized void abort() {
        if (!dataOver) {
            kill();
        }
    }

    /** Ends the transfer, whatever it waits for. */
    synchronized void kill() {
        if (replied.getCount() == 0) {
            return;
        }
        aborted = true;
        if (thread != null) {
            thread.interrupt();
        }
        if (data != null) {
            data.close();
        }
    }

    void awaitReply() throws InterruptedException {
        replied.await();
    }

    /** True when our side ended in order, so that the client's end is awaited. */
    private boolean serve() throws IOException, InterruptedException {
        Script.Plan plan = exchange.plan();
        if (plan.has(Fault.RefuseData.class)) {
            port.refuse();
            exchange.reply(plan.find(Fault.RefuseData.class).orElseThrow().reply());
            return false;
        }
        if (!takeData()) {
            exchange.reply("425 Can't open data connection.");
            return false;
        }
        DataConnection connection = data;
        if (plan.has(Fault.DataBeforePreliminary.class)) {
            secure(connection);
            pump(
                    connection,
                    plan.find(Fault.DataBeforePreliminary.class).orElseThrow().bytes());
            exchange.preliminary(preliminary);
        } else {
            exchange.preliminary(preliminary);
            if (!secure(connection)) {
                finish(connection);
                exchange.reply("522 SSL connection failed: session reuse required");
                return true;
            }
        }
        sink = sinkSupplier == null ? null : sinkSupplier.get();
        return !pump(connection, Long.MAX_VALUE) || complete(connection);
    }

    private boolean complete(DataConnection connection) throws IOException, InterruptedException {
        if (!exchange.plan().has(Fault.KeepDataOpen.class)) {
            finish(connection);
        }
        if (exchange.plan().has(Fault.AwaitClientClose.class)) {
            TlsSockets.drain(connection.raw());
        }
        endData();
        exchange.reply(COMPLETE);
        return true;
    }

    private boolean takeData() throws InterruptedException {
        try {
            DataConnection connection = port.take(exchange.session().spec().dataTimeout);
            connection.tally().serves(exchange.command().line());
            synchronized (this) {
                data = connection;
                return !aborted;
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** False when the TLS session is not the one that is asked for. */
    private boolean secure(DataConnection connection) throws IOException {
        Session session = exchange.session();
        if (!session.dataProtected || exchange.plan().has(Fault.PlainData.class)) {
            return true;
        }
        session.troubleHandshake(exchange.plan(), connection.raw());
        connection.secure(
                session.dataContext(exchange.plan()),
                session.spec().protocols(),
                session.control().tlsSessionTime());
        return !session.spec().tlsResumptionRequired || connection.tally().isResumed();
    }

    private void finish(DataConnection connection) throws IOException {
        if (exchange.plan().has(Fault.NoCloseNotify.class)) {
            connection.finishWithoutCloseNotify();
        } else {
            connection.finish();
        }
    }

    /** Moves data until their end, until {@code atMost} bytes have passed, or until a fault: then it returns false. */
    private boolean pump(DataConnection connection, long atMost) throws IOException, InterruptedException {
        byte[] buffer = new byte[exchange.session().spec().chunk];
        Fault.SlowData slow = exchange.plan().find(Fault.SlowData.class).orElse(null);
        while (moved < atMost) {
            while (!cuts.isEmpty() && moved >= cuts.peek().bytes()) {
                if (!survives(cuts.poll(), connection)) {
                    return false;
                }
            }
            long limit = Math.min(slow == null ? buffer.length : Math.min(buffer.length, slow.size()), atMost - moved);
            limit = cuts.isEmpty() ? limit : Math.min(limit, cuts.peek().bytes() - moved);
            int n = read(connection, buffer, (int) limit);
            if (n < 0) {
                return true;
            }
            corrupt(buffer, n);
            write(connection, buffer, n);
            moved += n;
            if (slow != null) {
                exchange.session().pause(slow.pause());
            }
        }
        return true;
    }

    private int read(DataConnection connection, byte[] buffer, int limit) throws IOException {
        return source != null ? source.read(buffer, 0, limit) : connection.read(buffer, limit);
    }

    private void write(DataConnection connection, byte[] buffer, int length) throws IOException {
        if (sink != null) {
            sink.write(buffer, 0, length);
            connection.kept(length);
        } else {
            connection.write(buffer, length);
        }
    }

    private void corrupt(byte[] buffer, int length) {
        for (Fault.CorruptData corrupt : exchange.plan().all(Fault.CorruptData.class)) {
            long at = corrupt.offset() - base - moved;
            if (at >= 0 && at < length) {
                buffer[(int) at] ^= 0x55;
            }
        }
    }

    private boolean survives(Fault.Cut cut, DataConnection connection) throws IOException, InterruptedException {
        if (cut instanceof Fault.DropDataAfter drop) {
            finish(connection);
            endData();
            exchange.replyOrSilence(drop.reply());
            return false;
        } else if (cut instanceof Fault.ResetDataAfter reset) {
            connection.reset();
            endData();
            exchange.replyOrSilence(reset.reply());
            return false;
        } else if (cut instanceof Fault.KillSession) {
            exchange.session().kill();
            throw new SessionOver();
        } else if (cut instanceof Fault.StallDataAfter stall) {
            stall(stall.until(), connection);
        } else {
            exchange.reply(COMPLETE);
        }
        return true;
    }

    /** While nothing is sent, only reading tells that the client has gone. What it sends in a download means nothing. */
    private void stall(CountDownLatch until, DataConnection connection) throws IOException, InterruptedException {
        if (source == null) {
            until.await();
            return;
        }
        connection.raw().setSoTimeout(STALL_POLL_MILLIS);
        while (until.getCount() > 0) {
            try {
                if (connection.raw().getInputStream().read() < 0) {
                    throw new IOException("the client has gone");
                }
            } catch (SocketTimeoutException e) {
                // still there
            }
        }
        connection.raw().setSoTimeout(0);
    }

    /** From here on ABOR comes too late. */
    private synchronized void endData() {
        dataOver = true;
        Thread.interrupted();
    }
}
