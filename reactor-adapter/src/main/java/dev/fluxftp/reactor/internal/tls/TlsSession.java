package dev.fluxftp.reactor.internal.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one FTP session share in TLS, so that data connections resume the session of their own control
 * connection and of no other. JSSE keeps client sessions by host and port; the host must be the server's name, which the
 * certificate is checked against, but the port is nothing but a key, so every FTP session takes a number of its own.
 */
public final class TlsSession {

    /** Above all real ports, so that no other use of the context meets these keys. */
    private static final AtomicInteger KEYS = new AtomicInteger(1 << 16);

    private final SslContext context;
    private final String host;
    private final int key = KEYS.getAndUpdate(last -> last == Integer.MAX_VALUE ? 1 << 16 : last + 1);

    private @Nullable SSLSession control;
    private boolean resumedBefore;

    public TlsSession(SslContext context, String host) {
        this.context = context;
        this.host = host;
    }

    public String host() {
        return host;
    }

    /** A handler for the next connection of this session, to be put first in its pipeline. */
    public SslHandler newHandler(ByteBufAllocator allocator, Duration handshakeDeadline) {
        SslHandler handler = context.newHandler(allocator, host, key);
        handler.setHandshakeTimeoutMillis(handshakeDeadline.toMillis());
        return handler;
    }

    /** The control connection is secured: this is the session that the data connections are to resume. */
    public void established(SSLEngine engine) {
        control = engine.getSession();
    }

    public boolean isTls13() {
        return control != null && "TLSv1.3".equals(control.getProtocol());
    }

    /** What the handshake of a data connection came to. */
    public TlsResumption judge(SSLEngine engine) {
        // a resumed session, and each made from its tickets, keeps the moment of creation of the one that it came from
        boolean resumed = control != null && engine.getSession().getCreationTime() == control.getCreationTime();
        if (resumed) {
            resumedBefore = true;
            return TlsResumption.RESUMED;
        }
        return resumedBefore ? TlsResumption.RAN_OUT : TlsResumption.FULL;
    }
}
