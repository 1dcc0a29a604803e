package dev.fluxftp.reactor.internal.control;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.TlsFailedException;
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
import reactor.core.scheduler.Schedulers;
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
        return Mono.defer(() -> {
            if (contexts == null) {
                return connect(Mono.just(Optional.empty()));
            }
            return memory.profile().prefersTls12()
                    ? connect(secured(contexts.tls12()))
                            .onErrorResume(ControlConnector::isNoHandshake, e -> withTls13AllTheSame(contexts))
                    : connect(secured(contexts.asConfigured()));
        });
    }

    private Mono<ControlChannel> withTls13AllTheSame(TlsContexts available) {
        return connect(secured(available.asConfigured())).doOnNext(made -> memory.learn(Lesson.TLS_1_2_REFUSED));
    }

    private static boolean isNoHandshake(Throwable error) {
        return error instanceof TlsFailedException tls && tls.reason() == TlsFailedException.Reason.HANDSHAKE;
    }

    private Mono<ControlChannel> connect(Mono<Optional<SslContext>> context) {
        Mono<Credentials> known = credentials
                .timeout(
                        deadlines.reply(),
                        Mono.error(() -> new DeadlineExceededException(Phase.LOGIN, deadlines.reply(), null)))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no credentials were supplied")));
        return Mono.zip(known, context)
                .flatMap(both -> tcp().flatMap(connection ->
                        login(connection, both.getT1(), both.getT2().orElse(null))));
    }

    private Mono<Optional<SslContext>> secured(Mono<SslContext> context) {
        return context.map(Optional::of).onErrorMap(e -> TlsFailures.of(Phase.TLS, host, e));
    }

    private Mono<? extends Connection> tcp() {
        return TcpClient.newConnection()
                .host(host)
                .port(port)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        deadlines.connect().toMillis())
                .option(ChannelOption.SO_KEEPALIVE, true)
                .connect()
                .subscribeOn(Schedulers.parallel()) // not within a round of events: see DataConnector
                .onErrorMap(e -> new ConnectFailedException(Phase.CONNECT, host + ":" + port, e));
    }

    private Mono<ControlChannel> login(Connection connection, Credentials who, @Nullable SslContext context) {
        TlsSession tls = context == null ? null : new TlsSession(context, host);
        return new ControlChannel(connection, deadlines, memory, tls).login(() -> new LoginDialogue(security, who));
    }
}
