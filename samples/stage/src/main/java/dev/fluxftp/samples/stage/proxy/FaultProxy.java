package dev.fluxftp.samples.stage.proxy;

import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.session.Security;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/**
 * Relays FTP to a server and now and then breaks a connection. Cannot look into TLS: a server that is spoken to in TLS has
 * no proxy in front, and nothing breaks.
 */
public final class FaultProxy implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private final FtpUrl url;
    private final Logbook logbook;
    private final @Nullable DisposableServer listening;

    private FaultProxy(FtpUrl url, Logbook logbook, @Nullable DisposableServer listening) {
        this.url = url;
        this.logbook = logbook;
        this.listening = listening;
    }

    public static FaultProxy before(FtpUrl server, long seed) {
        Logbook logbook = new Logbook();
        if (server.security() != Security.CLEAR) {
            return new FaultProxy(server, logbook, null);
        }
        Misfortune misfortune = new Misfortune(seed);
        DisposableServer listening = TcpServer.create()
                .host(LOOPBACK)
                .port(0)
                .doOnConnection(client -> new ControlRelay(server, misfortune, logbook).serve(client))
                .bindNow();
        FtpUrl url = new FtpUrl(Security.CLEAR, LOOPBACK, listening.port(), server.credentials(), server.path());
        return new FaultProxy(url, logbook, listening);
    }

    /** Where the client connects to. */
    public FtpUrl url() {
        return url;
    }

    /** What happened since the last time. */
    public Sightings takeSightings() {
        return logbook.take();
    }

    @Override
    public void close() {
        if (listening != null) {
            listening.disposeNow();
        }
    }
}
