package dev.fluxftp.reactor.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Lines in, bytes out, and a TLS layer between when asked for. */
final class ControlConnection implements Closeable {
    private static final int LONGEST_LINE = 1 << 20;
    /** Enough for the kernel to send one piece before the next. */
    private static final long BETWEEN_PIECES_NANOS = 200_000;

    private final Socket raw;
    private final Charset charset;
    private volatile Socket socket;
    private volatile boolean ended;

    ControlConnection(Socket raw, Charset charset) throws IOException {
        this.raw = raw;
        this.socket = raw;
        this.charset = charset;
        raw.setTcpNoDelay(true);
    }

    Socket raw() {
        return raw;
    }

    boolean isSecured() {
        return socket != raw;
    }

    long tlsSessionTime() {
        return ((SSLSocket) socket).getSession().getCreationTime();
    }

    /** Returns the protocol that was agreed on. */
    String secure(SSLContext context, String[] protocols) throws IOException {
        SSLSocket tls = TlsSockets.layer(context, raw, protocols);
        tls.startHandshake();
        socket = tls;
        return tls.getSession().getProtocol();
    }

    /** Null at the end. Reads byte for byte: what follows an AUTH line belongs to TLS. */
    @Nullable
    String readLine() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_LINE) {
                return null;
            }
            line.write(b);
        }
        String text = line.toString(charset);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    byte[] encode(String text) {
        return text.getBytes(charset);
    }

    synchronized void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    synchronized void write(byte[] bytes, int pieces) throws IOException {
        for (int at = 0; at < bytes.length; at += pieces) {
            socket.getOutputStream().write(bytes, at, Math.min(pieces, bytes.length - at));
            LockSupport.parkNanos(BETWEEN_PIECES_NANOS);
        }
    }

    /** Past the TLS layer. */
    synchronized void writeClear(byte[] bytes) throws IOException {
        raw.getOutputStream().write(bytes);
    }

    /** Ends our side properly; then waits for the client to end its own. */
    void finish() throws IOException {
        ended = true;
        socket.shutdownOutput();
        TlsSockets.drain(raw);
        raw.close();
    }

    /** FIN, and under TLS close_notify before it. */
    void drop() throws IOException {
        ended = true;
        if (!raw.isClosed() && !raw.isOutputShutdown()) {
            socket.shutdownOutput();
        }
        raw.close();
    }

    void reset() throws IOException {
        ended = true;
        TlsSockets.reset(raw);
    }

    boolean isEnded() {
        return ended;
    }

    /** FIN and nothing else. */
    @Override
    public void close() throws IOException {
        ended = true;
        raw.close();
    }
}
