package dev.fluxftp.samples.stage.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.tcp.TcpClient;

/** Two connections that live and die together, on one event loop: one from the client, one to the server. */
record Pair(Connection client, Connection server) {

    /** Empty when the server cannot be reached; the client is not kept waiting then. */
    static Mono<Pair> of(Connection client, TcpClient upstream) {
        return upstream.runOn(client.channel().eventLoop())
                .connect()
                .map(server -> new Pair(client, server))
                .doOnError(refused -> client.dispose())
                .onErrorComplete();
    }

    /** Lets bytes pass both ways. Where one direction ends, its receiver is closed, and with it the other direction. */
    Mono<Void> carry(UnaryOperator<Flux<ByteBuf>> up, UnaryOperator<Flux<ByteBuf>> down) {
        return Mono.when(pass(client, up, server), pass(server, down, client));
    }

    /** From now on, close means reset: what is on its way is lost too. */
    void closeRudely() {
        client.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        server.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }

    private static Mono<Void> pass(Connection from, UnaryOperator<Flux<ByteBuf>> through, Connection to) {
        return to.outbound()
                .send(through.apply(from.inbound().receive().retain()))
                .then()
                .onErrorComplete() // a broken connection is no news here
                .doFinally(end -> to.dispose());
    }
}
