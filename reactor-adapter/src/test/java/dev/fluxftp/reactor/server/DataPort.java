package dev.fluxftp.reactor.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where the next data connection comes from: a port that listens, or the client's own. */
final class DataPort implements Closeable {
    private static final long GRACE_MILLIS = 100;

    private final Lifetime lifetime;
    private final Sessions sessions;
    private final int session;
    private final int buffers;
    private final @Nullable ServerSocket listener;
    private final @Nullable InetSocketAddress peer;
    private final CompletableFuture<DataConnection> accepted = new CompletableFuture<>();
    private boolean taken;

    private DataPort(
            ScriptedFtpServer server, int session, @Nullable ServerSocket listener, @Nullable InetSocketAddress peer) {
        this.lifetime = server.lifetime();
        this.sessions = server.sessions();
        this.buffers = server.spec().dataBuffers;
        this.session = session;
        this.listener = listener;
        this.peer = peer;
    }

    /** Accepts at once, not when the transfer begins, so that a connection that is made but not used is counted. */
    static DataPort listen(ScriptedFtpServer server, int session, InetAddress address, boolean resetOnAccept)
            throws IOException {
        ServerSocket socket = server.lifetime().own(new ServerSocket());
        DataPort port = new DataPort(server, session, socket, null);
        if (port.buffers > 0) {
            socket.setReceiveBufferSize(port.buffers);
        }
        socket.bind(new InetSocketAddress(address, 0), 5);
        server.lifetime().spawn("data-" + session, () -> port.accept(socket, resetOnAccept));
        return port;
    }

    static DataPort connect(ScriptedFtpServer server, int session, InetSocketAddress peer) {
        return new DataPort(server, session, null, peer);
    }

    /** A number on which nobody listens. */
    static int closedPort(InetAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        }
    }

    int number() {
        return listener == null ? 0 : listener.getLocalPort();
    }

    /** The data connection, which the caller has to end. */
    DataConnection take(Duration timeout) throws IOException, InterruptedException {
        if (peer != null) {
            Socket socket = lifetime.own(new Socket());
            socket.connect(peer, (int) timeout.toMillis());
            return opened(socket);
        }
        try {
            DataConnection connection = accepted.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            synchronized (this) {
                taken = true;
            }
            return connection;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no data connection", e);
        }
    }

    private void accept(ServerSocket socket, boolean reset) throws IOException {
        try (socket) {
            Socket raw = lifetime.own(socket.accept());
            DataConnection connection = opened(raw);
            if (reset) {
                connection.reset();
            }
            if (!accepted.complete(connection)) {
                connection.close();
            }
        } finally {
            accepted.completeExceptionally(new IOException("the data port is closed"));
            lifetime.disown(socket);
        }
    }

    private DataConnection opened(Socket socket) throws IOException {
        if (buffers > 0) {
            socket.setSendBufferSize(buffers);
        }
        socket.setTcpNoDelay(true);
        return new DataConnection(socket, sessions.openedData(session), sessions, lifetime);
    }

    /** As {@link #close}, but a connection that is on its way gets FIN, and not the RST of a port that is gone. */
    void refuse() throws IOException, InterruptedException {
        try {
            accepted.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // none is on its way
        }
        close();
    }

    /** Gives the port up, and the connection that was made to it unless a transfer has it. */
    @Override
    public synchronized void close() throws IOException {
        if (listener != null) {
            lifetime.disown(listener);
        }
        if (!taken
                && !accepted.completeExceptionally(new IOException("the data port is closed"))
                && !accepted.isCompletedExceptionally()) {
            DataConnection unused = accepted.join();
            unused.finish();
            lifetime.spawn("unused-" + session, unused::linger);
        }
    }
}
