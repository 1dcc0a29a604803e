package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.reactor.internal.control.ControlConnector;
import dev.fluxftp.reactor.internal.control.ServerMemory;
import dev.fluxftp.reactor.internal.pool.HeldSession;
import dev.fluxftp.reactor.internal.pool.SessionPool;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.Deadlines;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.Replay;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client of one FTP server, without blocking anywhere. Immutable: every method that configures returns a new client, and
 * every verb is cold. Sessions are made when they are needed, kept in a pool of this very client, and shared by all calls
 * on it; {@link #disposeLater()} closes them.
 *
 * <pre>{@code
 * FtpClient client = FtpClient.create("ftp.example.org")
 *         .credentials("alice", "s3cret")
 *         .secure(TlsSpec::explicit);
 * client.list("/pub");              // Flux<FtpEntry>
 * client.download("/pub/big.iso");  // a backpressured Flux<ByteBuf> that survives broken connections
 * }</pre>
 */
@CheckReturnValue
public final class FtpClient extends FtpOperations {

    private final FtpClientConfig config;
    private final ControlConnector connector;
    private final AtomicReference<@Nullable SessionPool> pool = new AtomicReference<>();

    private FtpClient(FtpClientConfig config) {
        this.config = config;
        this.connector = config.connector(new ServerMemory());
    }

    /**
     * A client for a host, or for the server of an FTP URL where it holds {@code ://}: anonymous, in the clear, with the
     * default deadlines, until told otherwise.
     */
    public static FtpClient create(String hostOrUrl) {
        return hostOrUrl.contains("://")
                ? create(FtpUrl.parse(hostOrUrl))
                : new FtpClient(FtpClientConfig.of(hostOrUrl));
    }

    /** A client for the server of a URL: {@code ftp://}, {@code ftpes://} (explicit TLS), {@code ftps://} (implicit TLS). */
    public static FtpClient create(URI url) {
        return create(FtpUrl.of(url));
    }

    /** A client for the server of a URL; its path is not used. */
    public static FtpClient create(FtpUrl url) {
        return new FtpClient(FtpClientConfig.of(url));
    }

    public FtpClient port(int port) {
        return new FtpClient(config.port(port));
    }

    /** USER and PASS; anonymous if left out. */
    public FtpClient credentials(String user, String password) {
        return credentials(Credentials.of(user, password));
    }

    public FtpClient credentials(Credentials credentials) {
        return new FtpClient(config.credentials(credentials));
    }

    /** Asked anew at each login, for secrets that change. */
    public FtpClient credentials(Mono<Credentials> credentials) {
        return new FtpClient(config.credentials(credentials));
    }

    /** TLS: {@code TlsSpec::explicit}, {@code TlsSpec::implicit}, or a lambda that says more; explicit if it says neither. */
    public FtpClient secure(UnaryOperator<TlsSpec> tls) {
        return new FtpClient(config.tls(tls.apply(config.tls())));
    }

    public FtpClient pool(UnaryOperator<PoolSpec> pool) {
        return new FtpClient(config.pool(pool.apply(config.pool())));
    }

    /** How long each phase may take. */
    public FtpClient deadlines(UnaryOperator<Deadlines> deadlines) {
        return new FtpClient(config.deadlines(deadlines.apply(config.deadlines())));
    }

    /** How often and how fast broken transfers go on by themselves; {@code Healing.NONE} for not at all. */
    public FtpClient healing(UnaryOperator<Healing> healing) {
        return new FtpClient(config.healing(healing.apply(config.healing())));
    }

    /** No faster than that: all transfers of this client together, and those of its held connections. */
    public FtpClient rateLimit(RateLimit limit) {
        return new FtpClient(config.rateLimit(limit));
    }

    /**
     * What has to be shown before a download goes on in the middle of a file: bytes that come again and are compared, or the
     * server's hash; and whether a server without REST is made do with.
     */
    public FtpClient replay(UnaryOperator<Replay> replay) {
        return new FtpClient(config.replay(replay.apply(config.replay())));
    }

    /**
     * A session of its own, outside the pool, logged in and held until {@link FtpConnection#quit()}. Errors: everything
     * that can go wrong in connecting and logging in. Cancel closes what is there of it.
     */
    public Mono<FtpConnection> connect() {
        return connector.connect().map(session -> new FtpConnection(config, new HeldSession(connector, session)));
    }

    /**
     * A session of the pool for as long as the work lasts, for commands that belong together: a change of the working
     * directory holds until the end of the work and for nobody else. Commands are said in the order of subscription, one
     * at a time. The work is begun once, and fails with {@code ConnectionLostException} if the server ends the session.
     */
    public <T> Flux<T> use(Function<FtpConnection, ? extends Publisher<T>> work) {
        return pooled().hold(session -> {
            FtpConnection held = new FtpConnection(config, new HeldSession(connector, session));
            return Flux.<T>from(work.apply(held)).doOnTerminate(held::giveBack).doOnCancel(held::giveBack);
        });
    }

    /**
     * Says QUIT on all idle sessions, and on the lent ones as they come back; completes once the last one is closed, however
     * long its work takes, so that work must not wait for it. Calls that still wait for a session, and all later ones, fail
     * with {@code IllegalStateException}.
     */
    public Mono<Void> disposeLater() {
        return Mono.defer(() -> pooled().disposeLater());
    }

    @Override
    String resource(String path) {
        return config.resource(path);
    }

    @Override
    Sessions sessions() {
        return pooled();
    }

    @Override
    FtpClientConfig config() {
        return config;
    }

    private SessionPool pooled() {
        SessionPool made = pool.get();
        if (made != null) {
            return made;
        }
        SessionPool mine = new SessionPool(
                connector, config.pool().maxConnections(), config.pool().maxIdleTime());
        SessionPool first = pool.compareAndExchange(null, mine);
        return first == null ? mine : first;
    }

    /** Host, port and mode; never a secret. */
    @Override
    public String toString() {
        return "FtpClient[" + config.host() + ":" + config.port() + ", "
                + config.tls().mode() + "]";
    }
}
