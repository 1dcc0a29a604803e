package dev.fluxftp.reactor.internal.control;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.tls.TlsContexts;
import dev.fluxftp.reactor.internal.tls.TlsFailures;
import dev.fluxftp.reactor.internal.tls.TlsSession;
import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.Deadlines;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.session.LoginDialogue;
import dev.fluxftp.session.Security;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.tcp.TcpClient;

/**
 * Makes sessions: TCP, TLS as configured, login.
 *
 * <pre>
 *   pipeline of a control connection
 *   -&gt; fluxftp.tls ? [SslHandler]  -&gt; fluxftp.control [ControlHandler]  =&gt; reactor-netty's bridge, which sees only the end
 * </pre>
 *
 * @param contexts null when nothing is to be encrypted
 */
public record ControlConnector(
        String host,
        int port,
        Security security,
        Mono<Credentials> credentials,
        @Nullable TlsContexts contexts,
        Deadlines deadlines,
        ServerMemory memory) {

    /** A new session, logged in. Cancel closes whatever is there of it. */
    public Mono<ControlChannel> connect() {
        Mono<Credentials> known = credentials
                .timeout(
                        deadlines.reply(),
                        Mono.error(() -> new DeadlineExceededException(Phase.LOGIN, deadlines.reply(), null)))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no credentials were supplied")));
        return Mono.zip(known, Mono.defer(this::tlsContext))
                .flatMap(both -> tcp().flatMap(connection ->
                        login(connection, both.getT1(), both.getT2().orElse(null))));
    }

    private Mono<Optional<SslContext>> tlsContext() {
        if (contexts == null) {
            return Mono.just(Optional.empty());
        }
        boolean below13 = memory.profile().has(Lesson.TLS_1_3_SESSIONS_RUN_OUT);
        return (below13 ? contexts.tls12() : contexts.asConfigured())
                .map(Optional::of)
                .onErrorMap(e -> TlsFailures.of(Phase.TLS, host, e));
    }

    private Mono<? extends Connection> tcp() {
        return TcpClient.newConnection()
                .host(host)
                .port(port)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        deadlines.connect().toMillis())
                .option(ChannelOption.SO_KEEPALIVE, true)
                .connect()
                .onErrorMap(e -> new ConnectFailedException(Phase.CONNECT, host + ":" + port, e));
    }

    private Mono<ControlChannel> login(Connection connection, Credentials who, @Nullable SslContext context) {
        TlsSession tls = context == null ? null : new TlsSession(context, host);
        return new ControlChannel(connection, deadlines, memory, tls).login(() -> new LoginDialogue(security, who));
    }
}
