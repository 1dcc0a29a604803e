package dev.fluxftp.samples.quickstart.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/** Two connections that live and die together: one from the client, one to the server. */
record Pair(Connection client, Connection server) {

    /** Lets bytes pass both ways until one side ends, or the end comes from within. */
    Mono<Void> carry(Function<Flux<ByteBuf>, Flux<ByteBuf>> up, Function<Flux<ByteBuf>, Flux<ByteBuf>> down) {
        return Mono.firstWithSignal(pass(client, up, server), pass(server, down, client))
                .onErrorComplete(); // what broke is broken on both sides in a moment
    }

    void close() {
        client.dispose();
        server.dispose();
    }

    /** RST instead of FIN: what is on its way is lost too. */
    void reset() {
        client.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        server.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close();
    }

    private static Mono<Void> pass(Connection from, Function<Flux<ByteBuf>, Flux<ByteBuf>> through, Connection to) {
        Flux<ByteBuf> bytes = through.apply(from.inbound().receive().retain());
        return to.outbound().send(bytes, flushEach -> true).then();
    }
}
