package dev.fluxftp.reactor.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One data connection as the server sees it; counts what passes. */
final class DataConnection implements Closeable {
    private final Socket raw;
    private final DataTally tally;
    private final Sessions sessions;
    private final Lifetime lifetime;
    private volatile Socket socket;

    DataConnection(Socket raw, DataTally tally, Sessions sessions, Lifetime lifetime) {
        this.raw = raw;
        this.socket = raw;
        this.tally = tally;
        this.sessions = sessions;
        this.lifetime = lifetime;
    }

    DataTally tally() {
        return tally;
    }

    Socket raw() {
        return raw;
    }

    void secure(SSLContext context, String[] protocols, long controlSessionTime) throws IOException {
        SSLSocket tls = TlsSockets.layer(context, raw, protocols);
        tls.startHandshake();
        socket = tls;
        // JSSE tells nothing about resumption, but a resumed session keeps the time at which the first one was made
        tally.secured(tls.getSession().getCreationTime() == controlSessionTime);
    }

    int read(byte[] target, int limit) throws IOException {
        return socket.getInputStream().read(target, 0, limit);
    }

    /** Counts what is kept of what was read: who waits for the count wants to find the bytes. */
    void kept(int bytes) {
        tally.addReceived(bytes);
        sessions.changed();
    }

    void write(byte[] source, int length) throws IOException {
        socket.getOutputStream().write(source, 0, length);
        tally.addSent(length);
        sessions.changed();
    }

    /** Ends our side: close_notify where there is TLS, then FIN. */
    void finish() throws IOException {
        if (!raw.isClosed() && !raw.isOutputShutdown()) {
            socket.shutdownOutput();
        }
    }

    /** Ends our side by FIN alone. */
    void finishWithoutCloseNotify() throws IOException {
        if (!raw.isClosed() && !raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
    }

    void reset() throws IOException {
        TlsSockets.reset(raw);
        ended();
    }

    /** Waits for the client's end. */
    void linger() throws IOException {
        try {
            if (!raw.isClosed()) {
                TlsSockets.drain(raw);
            }
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        ended();
    }

    private void ended() {
        lifetime.disown(raw);
        if (tally.ended()) {
            sessions.changed();
        }
    }
}
