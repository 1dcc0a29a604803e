package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.tls.TlsSession;
import dev.fluxftp.session.Deadlines;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;

/**
 * Makes data connections in passive mode: to the peer of the control connection, whatever address PASV names, because a
 * server that names another may be using us to reach it (CVE-2020-8284); and on the control connection's event loop, so
 * that a session needs no locks.
 */
public final class DataConnector {

    private final InetSocketAddress peer;
    private final EventLoop eventLoop;
    /**
     * A task of the event loop, never at once: Netty's epoll transport knows channels by the number of their descriptor, and
     * what a channel that was closed in this round of events had still to hear would be told to its successor.
     */
    private final Scheduler afterThisRound;

    private final Deadlines deadlines;
    private final @Nullable TlsSession tls;

    /** @param tls null when data connections are in the clear */
    public DataConnector(InetSocketAddress peer, EventLoop eventLoop, Deadlines deadlines, @Nullable TlsSession tls) {
        this.peer = peer;
        this.eventLoop = eventLoop;
        this.afterThisRound = Schedulers.fromExecutor(eventLoop);
        this.deadlines = deadlines;
        this.tls = tls;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Mono<DataConnection> connect(HostPort announced) {
        InetSocketAddress address = new InetSocketAddress(peer.getAddress(), announced.port());
        ReadSize readSize = new ReadSize();
        return TcpClient.newConnection()
                .runOn(eventLoop)
                .remoteAddress(() -> address)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        deadlines.dataConnect().toMillis())
                .option(ChannelOption.RECVBUF_ALLOCATOR, readSize)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .connect()
                .subscribeOn(afterThisRound)
                .map(connection -> new DataConnection(connection, readSize, tls, deadlines))
                .onErrorMap(e -> new ConnectFailedException(
                        Phase.DATA_CONNECT, peer.getHostString() + ":" + announced.port(), e));
    }
}
