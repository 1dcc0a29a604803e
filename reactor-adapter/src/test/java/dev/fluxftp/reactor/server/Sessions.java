package dev.fluxftp.reactor.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The connections of one server, counted. A connection counts as open until the client has closed its end, too. */
public final class Sessions {
    private final List<DataTally> data = new ArrayList<>();
    private final List<String> protocols = new ArrayList<>();
    private int total;
    private int open;
    private int mostOpen;

    /** Control connections ever accepted. */
    public synchronized int total() {
        return total;
    }

    public synchronized int open() {
        return open;
    }

    /** The greatest number that was open at one time. */
    public synchronized int mostOpen() {
        return mostOpen;
    }

    public synchronized int openData() {
        return (int) data.stream().filter(DataTally::isOpen).count();
    }

    /** What TLS was agreed on, for each control connection that is or was secured, in the order of their handshakes. */
    public synchronized List<String> tlsProtocols() {
        return List.copyOf(protocols);
    }

    /** All data connections ever accepted, in that order. */
    public synchronized List<DataTally> data() {
        return List.copyOf(data);
    }

    /** The data connection that was accepted last. */
    public synchronized DataTally lastData() {
        if (data.isEmpty()) {
            throw new AssertionError("no data connection was made");
        }
        return data.get(data.size() - 1);
    }

    /** Waits until no connection is open: what a test of leaks ends with. */
    public void awaitNoneOpen(Duration timeout) {
        await("no open connection", s -> s.open() == 0 && s.openData() == 0, timeout);
    }

    /** Waits until no data connection is open. */
    public void awaitNoData(Duration timeout) {
        await("no open data connection", s -> s.openData() == 0, timeout);
    }

    /**
     * Waits until no data connection is open that a command has used. One that the client gave up before it said what it was
     * for is not read from: this server sees its end when its session goes on or ends.
     */
    public void awaitNoTransfer(Duration timeout) {
        await("no open transfer", Sessions::isWithoutTransfer, timeout);
    }

    private synchronized boolean isWithoutTransfer() {
        return data.stream()
                .noneMatch(tally -> tally.isOpen() && !tally.command().isEmpty());
    }

    public synchronized void await(String what, Predicate<Sessions> condition, Duration timeout) {
        Waiting waiting = new Waiting(timeout);
        while (!condition.test(this)) {
            if (!waiting.on(this)) {
                throw new AssertionError(what + ": not within " + timeout + ", but " + this);
            }
        }
    }

    synchronized int opened() {
        open++;
        mostOpen = Math.max(mostOpen, open);
        notifyAll();
        return ++total;
    }

    synchronized void closed() {
        open--;
        notifyAll();
    }

    synchronized void secured(String protocol) {
        protocols.add(protocol);
        notifyAll();
    }

    synchronized DataTally openedData(int session) {
        DataTally tally = new DataTally(session);
        data.add(tally);
        notifyAll();
        return tally;
    }

    /** Something in a tally is new. */
    synchronized void changed() {
        notifyAll();
    }

    @Override
    public synchronized String toString() {
        return "%d sessions, %d open, data connections %s".formatted(total, open, data);
    }
}
