package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.reactor.server.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Transfers that are not as fast as they could be. Every bound on time is one from below. */
class RateLimitTest extends ScriptedServerTest {

    private static final long RATE = 500_000;
    /** What may move at once: a step, and the time before the transfer that nobody used. */
    private static final long AT_ONCE = 2 * RATE / 10;

    interface Transfer {
        Publisher<?> of(FtpClient client, Path folder, RateLimit limit) throws IOException;
    }

    static Stream<Arguments> transfers() {
        return Stream.of(
                transfer("flux", (c, f, limit) -> c.download("/a", d -> d.rateLimit(limit))),
                transfer(
                        "chunks",
                        (c, f, limit) -> c.downloadChunks("/a", CheckpointStore.inMemory(), d -> d.rateLimit(limit))),
                transfer("file", (c, f, limit) -> c.download("/a", f.resolve("a"), d -> d.rateLimit(limit))),
                transfer(
                        "segments",
                        (c, f, limit) -> c.download(
                                "/a", f.resolve("a"), d -> d.segments(3).rateLimit(limit))),
                transfer("client: flux", (c, f, limit) -> c.download("/a")),
                transfer("client: and its own", (c, f, limit) -> c.download("/a", d -> d.rateLimit(limit))),
                transfer(
                        "two at a time",
                        (c, f, limit) -> Flux.merge(
                                c.download("/a", d -> d.rateLimit(limit).length(150_000)),
                                c.download("/a", d -> d.rateLimit(limit).offset(150_000)))),
                transfer("source", (c, f, limit) -> c.upload("/b", content(BYTES, 10_000), u -> u.rateLimit(limit))),
                transfer("client: source", (c, f, limit) -> c.upload("/b", content(BYTES, 10_000))),
                transfer(
                        "local file",
                        (c, f, limit) -> c.upload("/b", Files.write(f.resolve("b"), BYTES), u -> u.rateLimit(limit))));
    }

    private static Arguments transfer(String name, Transfer transfer) {
        return Arguments.of(name, transfer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transfers")
    void isHeld(String name, Transfer transfer) throws IOException {
        ScriptedFtpServer server = serve();
        RateLimit limit = RateLimit.of(RATE);
        FtpClient client = client(server, c -> name.startsWith("client") ? c.rateLimit(limit) : c);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        long begin = System.nanoTime();

        awaitEnd(Flux.from(transfer.of(client, folder, limit)).doOnNext(RateLimitTest::acknowledge));

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as(name)
                .isGreaterThan(Duration.ofMillis(1000 * (SIZE - AT_ONCE) / RATE));
        assertThat(server.files().exists("/b") ? server.files().get("/b") : BYTES)
                .isEqualTo(BYTES);
    }

    private static void acknowledge(Object value) {
        if (value instanceof FtpChunk chunk) {
            chunk.acknowledge();
        }
    }

    /** A step takes longer than the deadline; nobody is to blame for that but the limit. */
    @Test
    void isNoStall() {
        ScriptedFtpServer server = serve(s -> s.file("/small", new byte[3000]));
        FtpClient client = client(server, deadlines(d -> d.dataIdle(Duration.ofMillis(300))));
        RateLimit limit = RateLimit.of(2000); // 1 KiB at a time, half a second each

        assertThat(bytes(client.download("/small", d -> d.rateLimit(limit)))).hasSize(3000);
        awaitEnd(client.upload("/b", content(new byte[3000], 1000), u -> u.rateLimit(limit)));

        assertThat(server.commands().count("RETR")).isEqualTo(1);
        assertThat(server.commands().count("STOR")).isEqualTo(1);
        assertThat(server.commands().count("ABOR")).isZero();
    }

    @Test
    void cancelIsNotHeldBack() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        for (Consumer<CountDownLatch> paused : Stream.<Consumer<CountDownLatch>>of(
                        begun -> cancelOnceHeld(client.download("/a", d -> d.rateLimit(RateLimit.of(1))), begun),
                        begun -> cancelOnceHeld(
                                client.upload(
                                        "/b",
                                        content(BYTES, 10_000).doOnNext(first -> begun.countDown()),
                                        u -> u.rateLimit(RateLimit.of(1))),
                                begun))
                .toList()) {
            paused.accept(new CountDownLatch(1));
            assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        }
    }

    private static void cancelOnceHeld(Publisher<?> transfer, CountDownLatch begun) {
        Disposable running = Flux.from(transfer).subscribe(first -> begun.countDown());
        try {
            assertThat(begun.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        running.dispose();
    }

    @Test
    void isLiftedWhileATransferIsHeld() {
        ScriptedFtpServer server = serve();
        RateLimit limit = RateLimit.of(1);

        byte[] all = bytes(client(server)
                .download("/a", d -> d.rateLimit(limit))
                .doOnNext((ByteBuf buffer) -> limit.change(Long.MAX_VALUE)));

        assertThat(all).isEqualTo(BYTES);
        assertThat(limit.bytesPerSecond()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isPositive() {
        assertThatThrownBy(() -> RateLimit.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateLimit.of(1).change(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(RateLimit.of(5)).hasToString("RateLimit[5 bytes a second]");
    }
}
