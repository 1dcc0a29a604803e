package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server's side of TLS on a socket, and the ways in which sockets end. */
final class TlsSockets {
    private TlsSockets() {}

    /** A layer without its handshake. Closing the raw socket ends the connection without close_notify. */
    static SSLSocket layer(SSLContext context, Socket raw, String[] protocols) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), true);
        tls.setUseClientMode(false);
        if (protocols.length > 0) {
            tls.setEnabledProtocols(protocols);
        }
        return tls;
    }

    /** Reads to the client's end, so that closing our own does not turn into a reset. */
    static void drain(Socket raw) throws IOException {
        InputStream in = raw.getInputStream();
        byte[] waste = new byte[8192];
        while (in.read(waste) >= 0) {}
    }

    static void reset(Socket raw) throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }
}
