package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.TlsFailedException.Reason;
import dev.fluxftp.reactor.internal.tls.TlsFailures;
import dev.fluxftp.reactor.internal.tls.TlsResumption;
import dev.fluxftp.reactor.internal.tls.TlsSession;
import dev.fluxftp.session.Deadlines;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

/** One data connection. Event loop only. */
final class DataConnection {

    /** How long a server may take to close its side after an upload: it may still send TLS tickets that the next one needs. */
    private static final long LINGER_SECONDS = 3;

    private final Connection connection;
    private final Channel channel; // once it is closed, reactor-netty's connection gives out another one
    private final ReadSize readSize;
    private final @Nullable TlsSession tls;
    private final Deadlines deadlines;

    private @Nullable SslHandler handler;
    private TlsUse use = TlsUse.NONE;
    private boolean closedCleanly;

    DataConnection(Connection connection, ReadSize readSize, @Nullable TlsSession tls, Deadlines deadlines) {
        this.connection = connection;
        this.readSize = readSize;
        this.channel = connection.channel();
        this.tls = tls;
        this.deadlines = deadlines;
    }

    Channel channel() {
        return channel;
    }

    /** How it is protected; known once {@link #secure} has called back. */
    TlsUse tlsUse() {
        return use;
    }

    /**
     * Does the TLS handshake, where data is to be protected, then calls back with null or the failure. To be called after
     * the server's 1yz and not before: four of five servers that were measured deadlock otherwise.
     */
    void secure(Consumer<@Nullable FtpException> done) {
        TlsSession session = tls;
        if (session == null) {
            done.accept(null);
            return;
        }
        SslHandler ssl = session.newHandler(channel.alloc(), deadlines.tls());
        handler = ssl;
        ssl.handshakeFuture()
                .addListener(future -> done.accept(
                        future.isSuccess() ? judge(session, ssl) : failure(session.host(), future.cause())));
        channel.pipeline().addFirst(ssl);
        channel.pipeline().addAfter(channel.pipeline().context(ssl).name(), "fluxftp.close_notify", closing());
    }

    /** The bytes that come in, by demand, and in buffers of that size; see {@link #receive()}. */
    Flux<ByteBuf> receive(Pace pace) {
        readSize.most(pace::step);
        return receive();
    }

    /** The bytes that come in, by demand; completes at their end, whatever kind of end that is. */
    Flux<ByteBuf> receive() {
        return connection.inbound().receive();
    }

    /** True when the end of the bytes was the server's will: TLS says so with close_notify, TCP alone cannot tell. */
    boolean endedCleanly() {
        return handler == null || closedCleanly;
    }

    /**
     * The end of an upload that every server understands: close_notify, FIN, and then read on until the server closes too,
     * because a reset would take the tail of the file with it. Calls back when the end is on its way.
     */
    void endOutput(Consumer<@Nullable Throwable> done) {
        if (handler == null) {
            shutdownOutput(done);
        } else {
            handler.closeOutbound().addListener(sent -> {
                if (sent.isSuccess()) {
                    shutdownOutput(done);
                } else {
                    done.accept(sent.cause());
                }
            });
        }
    }

    /** Closes in good order. */
    void close() {
        connection.dispose();
    }

    /** Closes once the server has, or after a while. */
    void closeSoon() {
        if (channel.isActive()) {
            var timer = channel.eventLoop().schedule(this::close, LINGER_SECONDS, TimeUnit.SECONDS);
            channel.closeFuture().addListener(closed -> timer.cancel(false));
        }
    }

    /** Closes so that the server cannot take it for the end of a file. */
    void reset() {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        }
        connection.dispose();
    }

    private void shutdownOutput(Consumer<@Nullable Throwable> done) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(shut -> done.accept(shut.isSuccess() ? null : shut.cause()));
        } else {
            throw new IllegalStateException("a data connection is TCP: " + channel);
        }
    }

    private @Nullable FtpException judge(TlsSession session, SslHandler ssl) {
        TlsResumption resumption = session.judge(ssl.engine());
        use = resumption == TlsResumption.RESUMED ? TlsUse.RESUMED : TlsUse.FULL_HANDSHAKE;
        return resumption == TlsResumption.RAN_OUT
                ? new TlsFailedException(
                        Phase.DATA_TLS,
                        Reason.SESSION_NOT_RESUMED,
                        "the TLS session of the control connection could not be resumed any more",
                        null)
                : null;
    }

    private FtpException failure(String host, @Nullable Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return new DeadlineExceededException(Phase.DATA_TLS, deadlines.tls(), null);
        }
        return TlsFailures.of(Phase.DATA_TLS, host, cause == null ? new IllegalStateException("no cause") : cause);
    }

    private ChannelInboundHandlerAdapter closing() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
                    closedCleanly = true;
                    var unused = context.close(); // ProFTPD and others hold back 226 until we have closed too
                }
                context.fireUserEventTriggered(event);
            }
        };
    }
}
