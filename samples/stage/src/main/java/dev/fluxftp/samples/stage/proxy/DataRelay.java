package dev.fluxftp.samples.stage.proxy;

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
    private final boolean rude;
    private final Logbook logbook;
    private long life;

    /** @param port where the server waits for the data connection */
    DataRelay(String host, int port, Misfortune misfortune, Logbook logbook) {
        this.host = host;
        this.port = port;
        this.life = misfortune.bytesUntilCut();
        this.rude = misfortune.isRude();
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
        Pair.of(client, TcpClient.newConnection().host(host).port(port))
                .flatMap(pair -> pair.carry(bytes -> mortal(pair, bytes), bytes -> mortal(pair, bytes)))
                .subscribe();
    }

    private Flux<ByteBuf> mortal(Pair pair, Flux<ByteBuf> bytes) {
        return bytes.takeUntil(buffer -> {
            life -= buffer.readableBytes();
            if (life <= 0) {
                logbook.dataCut();
                if (rude) {
                    pair.closeRudely();
                }
            }
            return life <= 0;
        });
    }
}
