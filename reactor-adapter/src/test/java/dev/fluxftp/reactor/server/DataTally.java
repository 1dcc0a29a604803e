package dev.fluxftp.reactor.server;

import java.util.concurrent.atomic.AtomicLong;

/** What passed over one data connection, counted in bytes of file content. */
public final class DataTally {
    private final int session;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile String command = "";
    private volatile boolean open = true;
    private volatile boolean secured;
    private volatile boolean resumed;

    DataTally(int session) {
        this.session = session;
    }

    /** Number of the control connection, from 1. */
    public int session() {
        return session;
    }

    /** The command that used the connection; empty when none did. */
    public String command() {
        return command;
    }

    /** What the server could write; some of it may be in the buffers of the two sockets. */
    public long sent() {
        return sent.get();
    }

    /** What the server has stored. */
    public long received() {
        return received.get();
    }

    /** Until the client has closed its end, too. */
    public boolean isOpen() {
        return open;
    }

    public boolean isSecured() {
        return secured;
    }

    /** Whether the TLS session is that of the control connection. */
    public boolean isResumed() {
        return resumed;
    }

    void serves(String commandLine) {
        command = commandLine;
    }

    void secured(boolean sessionResumed) {
        secured = true;
        resumed = sessionResumed;
    }

    void addSent(long bytes) {
        sent.addAndGet(bytes);
    }

    void addReceived(long bytes) {
        received.addAndGet(bytes);
    }

    boolean ended() {
        boolean before = open;
        open = false;
        return before;
    }

    @Override
    public String toString() {
        return "data connection of session %d for '%s': sent %d, received %d, %s"
                .formatted(session, command, sent(), received(), open ? "open" : "closed");
    }
}
