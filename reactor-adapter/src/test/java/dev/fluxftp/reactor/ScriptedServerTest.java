package dev.fluxftp.reactor;

import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.ServerSpec;
import dev.fluxftp.reactor.server.TlsMaterial;
import dev.fluxftp.session.Deadlines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A client against a scripted server. What a test leaves open on the server afterwards fails it. */
abstract class ScriptedServerTest {

    /** Longer than anything here takes, and shorter than any deadline that a test means to see. */
    static final Duration SOON = Duration.ofSeconds(20);

    static final int SIZE = 300_000;
    static final byte[] BYTES = Content.generatedBytes(SIZE);

    @TempDir
    Path folder;

    private final List<ScriptedFtpServer> servers = new ArrayList<>();
    private final List<FtpClient> clients = new ArrayList<>();
    private final List<FtpConnection> connections = new ArrayList<>();

    // ---- set-up

    ScriptedFtpServer serve() {
        return serve(spec -> {});
    }

    /** Has {@code /a} with {@link #BYTES} in it. */
    ScriptedFtpServer serve(Consumer<ServerSpec> setUp) {
        ScriptedFtpServer server = ScriptedFtpServer.start(spec -> setUp.accept(spec.file("/a", BYTES)));
        servers.add(server);
        return server;
    }

    /** Logs in as the server expects. */
    FtpClient client(ScriptedFtpServer server) {
        return client(server, client -> client);
    }

    FtpClient client(ScriptedFtpServer server, UnaryOperator<FtpClient> more) {
        FtpClient client = more.apply(FtpClient.create(server.host().equals("::1") ? "::1" : "localhost")
                .port(server.port())
                .credentials("tester", "secret"));
        clients.add(client);
        return client;
    }

    /** With a TLS mode, and the test's own authority to trust. */
    FtpClient secured(ScriptedFtpServer server, UnaryOperator<TlsSpec> mode) {
        return client(server, client -> client.secure(tls -> mode.apply(tls).trust(ca())));
    }

    Path ca() {
        return TlsMaterial.writeCa(folder.resolve("ca.pem"));
    }

    /** A held connection, quit after the test. */
    FtpConnection connect(FtpClient client) {
        FtpConnection connection = await(client.connect());
        connections.add(connection);
        return connection;
    }

    static UnaryOperator<FtpClient> deadlines(UnaryOperator<Deadlines> change) {
        return client -> client.deadlines(change);
    }

    static UnaryOperator<FtpClient> sessions(int most) {
        return client -> client.pool(pool -> pool.maxConnections(most));
    }

    // ---- asking

    static <T> T await(Mono<T> mono) {
        T value = mono.block(SOON);
        if (value == null) {
            throw new AssertionError("completed without a value");
        }
        return value;
    }

    static void awaitEnd(Publisher<?> publisher) {
        var unused = Flux.from(publisher).ignoreElements().block(SOON);
    }

    static <T> List<T> awaitAll(Flux<T> flux) {
        return await(flux.collectList());
    }

    /** All bytes of a download. */
    static byte[] bytes(Flux<ByteBuf> download) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        awaitEnd(download.doOnNext(buffer -> all.writeBytes(ByteBufUtil.getBytes(buffer))));
        return all.toByteArray();
    }

    /** The error that it ends with. */
    static <E extends Throwable> E failure(Class<E> type, Publisher<?> publisher) {
        @Nullable
        Throwable error = Flux.from(publisher)
                .ignoreElements()
                .<Throwable>map(never -> new AssertionError())
                .onErrorResume(Mono::just)
                .block(SOON);
        if (!type.isInstance(error)) {
            throw new AssertionError("not a " + type.getSimpleName() + " but " + error, error);
        }
        return type.cast(error);
    }

    /** The bytes in buffers of this size; each of them counts its references. */
    static Flux<ByteBuf> content(byte[] bytes, int size) {
        return Flux.range(0, (bytes.length + size - 1) / size)
                .map(i -> Unpooled.copiedBuffer(bytes, i * size, Math.min(size, bytes.length - i * size)));
    }

    /** A part is closed off the event loop, some time after the cancel. */
    static void awaitUnlocked(Path part) {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                if (channel.tryLock() != null) {
                    return;
                }
            } catch (OverlappingFileLockException e) {
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError(part + " stays locked");
    }

    // ---- afterwards

    @AfterEach
    void leavesNothingOpen() {
        try {
            for (ScriptedFtpServer server : servers) {
                server.sessions().awaitNoTransfer(SOON);
            }
            connections.forEach(connection -> awaitEnd(connection.quit()));
            clients.forEach(client -> awaitEnd(client.disposeLater()));
            for (ScriptedFtpServer server : servers) {
                server.sessions().awaitNoneOpen(SOON);
            }
        } finally {
            servers.forEach(ScriptedFtpServer::close);
        }
    }
}
