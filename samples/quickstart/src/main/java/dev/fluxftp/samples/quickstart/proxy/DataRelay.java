package dev.fluxftp.samples.quickstart.proxy;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong life;
    private final boolean resets;
    private final Logbook logbook;

    /** @param port where the server waits for the data connection */
    DataRelay(String host, int port, Misfortune misfortune, Logbook logbook) {
        this.host = host;
        this.port = port;
        this.life = new AtomicLong(misfortune.bytesUntilCut());
        this.resets = misfortune.resets();
        this.logbook = logbook;
    }

    /** A port of ours for the client to connect to. */
    Mono<? extends DisposableServer> open() {
        return TcpServer.create()
                .host(FaultProxy.LOOPBACK)
                .port(0)
                .doOnConnection(this::serve)
                .bind();
    }

    private void serve(Connection client) {
        TcpClient.newConnection()
                .host(host)
                .port(port)
                .connect()
                .doOnError(refused -> client.dispose())
                .onErrorComplete()
                .flatMap(server -> relay(new Pair(client, server)))
                .subscribe();
    }

    private Mono<Void> relay(Pair pair) {
        return pair.carry(this::mortal, this::mortal).doFinally(end -> {
            boolean cut = life.get() <= 0;
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
        return bytes.takeUntil(buffer -> life.addAndGet(-buffer.readableBytes()) <= 0);
    }
}
