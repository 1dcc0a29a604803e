package dev.fluxftp.samples.quickstart.proxy;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** One data connection, which carries so many bytes and then breaks. */
final class DataRelay {

    private final String host;
    private final int port;
    private final boolean resets;
    private final Logbook logbook;
    private long life;

    /** @param port where the server waits for the data connection */
    DataRelay(String host, int port, Misfortune misfortune, Logbook logbook) {
        this.host = host;
        this.port = port;
        this.life = misfortune.bytesUntilCut();
        this.resets = misfortune.resets();
        this.logbook = logbook;
    }

    /** A port of ours for the client to connect to. */
    Mono<? extends DisposableServer> open() {
        return TcpServer.create()
                .host(FaultProxy.LOOPBACK)
                .port(0)
                .doOnConnection(this::serve)
                .wiretap(
                        "tap.client",
                        io.netty.handler.logging.LogLevel.DEBUG,
                        reactor.netty.transport.logging.AdvancedByteBufFormat.SIMPLE)
                .bind();
    }

    private void serve(Connection client) {
        Pair.of(
                        client,
                        TcpClient.newConnection()
                                .wiretap(
                                        "tap.server",
                                        io.netty.handler.logging.LogLevel.DEBUG,
                                        reactor.netty.transport.logging.AdvancedByteBufFormat.SIMPLE)
                                .host(host)
                                .port(port))
                .flatMap(this::relay)
                .subscribe();
    }

    private Mono<Void> relay(Pair pair) {
        return pair.carry(this::mortal, this::mortal).doFinally(end -> {
            boolean cut = life <= 0;
            if (cut) {
                logbook.dataCut();
            }
            if (cut && resets) {
                pair.reset();
            } else {
                pair.close();
            }
        });
    }

    private Flux<ByteBuf> mortal(Flux<ByteBuf> bytes) {
        return bytes.takeUntil(buffer -> (life -= buffer.readableBytes()) <= 0);
    }
}
