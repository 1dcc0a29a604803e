package dev.fluxftp.samples.stage.proxy;

import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.session.FtpUrl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.tcp.TcpClient;

/**
 * One control connection, line by line. The reply that names a port for data names one of our own instead, where a
 * {@link DataRelay} waits.
 */
final class ControlRelay {

    /** Every byte is a character in it: names pass as they are. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final int LONGEST_LINE = 8192;

    private final FtpUrl server;
    private final Misfortune misfortune;
    private final Logbook logbook;
    private long life;
    /** Where the client's next data connection comes in; each one closes the one before. */
    private final Disposable.Swap door = Disposables.swap();

    ControlRelay(FtpUrl server, Misfortune misfortune, Logbook logbook) {
        this.server = server;
        this.misfortune = misfortune;
        this.logbook = logbook;
        this.life = misfortune.repliesUntilCut();
    }

    void serve(Connection client) {
        cutIntoLines(client);
        TcpClient upstream = TcpClient.newConnection()
                .host(server.host())
                .port(server.port())
                .doOnConnected(ControlRelay::cutIntoLines);
        Pair.of(client, upstream).flatMap(this::relay).subscribe();
    }

    private Mono<Void> relay(Pair pair) {
        return pair.carry(this::commands, lines -> replies(pair, lines)).doFinally(end -> door.dispose());
    }

    private Flux<ByteBuf> commands(Flux<ByteBuf> lines) {
        return lines.map(ControlRelay::text).doOnNext(logbook::command).map(ControlRelay::line);
    }

    private Flux<ByteBuf> replies(Pair pair, Flux<ByteBuf> lines) {
        return lines.map(ControlRelay::text)
                .takeUntil(text -> isLast(pair))
                .concatMap(this::throughOurDoor)
                .map(ControlRelay::line);
    }

    private boolean isLast(Pair pair) {
        life--;
        if (life <= 0) {
            logbook.controlCut();
            pair.closeRudely();
        }
        return life <= 0;
    }

    private Mono<String> throughOurDoor(String text) {
        return Mono.justOrEmpty(dataPort(text))
                .flatMap(port -> new DataRelay(server.host(), port, misfortune, logbook).open())
                .doOnNext(door::update)
                .map(ours -> passive(text, ours.port()))
                .defaultIfEmpty(text);
    }

    private static Optional<Integer> dataPort(String text) {
        if (text.startsWith("229 ")) {
            return HostPort.ofExtendedPassive(Reply.of(229, text.substring(4))).map(HostPort::port);
        }
        if (text.startsWith("227 ")) {
            return HostPort.ofPassive(Reply.of(227, text.substring(4))).map(HostPort::port);
        }
        return Optional.empty();
    }

    private static String passive(String text, int port) {
        return text.startsWith("229 ")
                ? "229 Entering Extended Passive Mode (|||" + port + "|)"
                : "227 Entering Passive Mode (" + new HostPort(FaultProxy.LOOPBACK, port).toPort() + ")";
    }

    private static void cutIntoLines(Connection connection) {
        connection.addHandlerLast(new LineBasedFrameDecoder(LONGEST_LINE));
    }

    private static String text(ByteBuf line) {
        try {
            return line.toString(BYTES);
        } finally {
            line.release();
        }
    }

    private static ByteBuf line(String text) {
        return Unpooled.copiedBuffer(text + "\r\n", BYTES);
    }
}
