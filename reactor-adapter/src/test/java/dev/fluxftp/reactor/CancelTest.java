package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Demand reaches the wire, and so does cancel; what goes back into the pool is clean. */
class CancelTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void abortsAndIsCleanAfterwards(int buffers) {
        ScriptedFtpServer server = serve(s -> s.file("/big", Content.generated(1L << 30)));
        FtpClient client = client(server, sessions(1));
        for (int i = 0; i < 5; i++) {
            assertThat(awaitAll(
                            client.download("/big").map(ByteBuf::readableBytes).take(buffers)))
                    .hasSize(buffers);
        }
        assertThat(bytes(client.download("/a"))).as("begins at the beginning").isEqualTo(BYTES);
        assertThat(server.commands().count("ABOR")).isEqualTo(5);
        assertThat(server.sessions().total()).as("proven clean, so the same").isEqualTo(1);
    }

    @Test
    void cancelAtTheLastBufferIsClean() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        for (int i = 0; i < 20; i++) {
            int[] got = new int[1];
            awaitEnd(client.download("/a").takeUntil(buffer -> (got[0] += buffer.readableBytes()) == SIZE));
        }
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MLST", "EPSV", "REST", "RETR"})
    void cancelAtEachCommand(String verb) {
        ScriptedFtpServer server = serve(s -> s.stickyRest());
        CountDownLatch until = new CountDownLatch(1);
        FtpClient client = client(server, sessions(1));
        var rule = server.on(verb).once();
        if (verb.equals("RETR")) {
            rule.with(new Fault.StallDataAfter(0, until));
        } else {
            rule.with(new Fault.HoldReply(until));
        }
        Disposable running = client.download("/a", d -> d.offset(1000)).take(1).subscribe();
        server.awaitCommand(verb, SOON);
        running.dispose();
        until.countDown();
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
    }

    @Test
    void closesASessionThatDoesNotAnswerAbor() {
        ScriptedFtpServer server = serve(s -> s.file("/big", Content.generated(1L << 30)));
        server.on("ABOR").once().with(new Fault.StallControl());
        FtpClient client = client(server, c -> sessions(1).apply(c).deadlines(d -> d.close(SHORT)));
        assertThat(awaitAll(client.download("/big").map(ByteBuf::readableBytes).take(1)))
                .hasSize(1);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(server.sessions().total()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "EXPLICIT"})
    void readsNoMoreThanIsAskedFor(Tls tls) {
        ScriptedFtpServer server = serve(s -> s.tls(tls).dataBuffers(65536).file("/big", Content.generated(1L << 30)));
        FtpClient client = tls == Tls.NONE
                ? client(server, deadlines(d -> d.dataIdle(SHORT)))
                : client(
                        server,
                        c -> c.secure(spec -> spec.explicit().trust(ca())).deadlines(d -> d.dataIdle(SHORT)));
        long[] got = new long[1];
        BaseSubscriber<ByteBuf> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                // asks when the test says so
            }

            @Override
            protected void hookOnNext(ByteBuf buffer) {
                got[0] += buffer.readableBytes();
            }
        };
        client.download("/big").subscribe(slow);
        server.awaitCommand("RETR", SOON);
        for (int i = 0; i < 4; i++) {
            slow.request(1);
            await(Mono.delay(SHORT.multipliedBy(2)));
        }
        long sent = server.sessions().lastData().sent();
        System.out.printf("%s: 4 buffers asked for, %,d bytes got, %,d bytes sent%n", tls, got[0], sent);
        assertThat(got[0]).isPositive();
        assertThat(slow.isDisposed())
                .as("a subscriber that does not ask is no stalled server")
                .isFalse();
        assertThat(sent).isLessThan(12_000_000);
        slow.cancel();
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
    }

    @Test
    void anErrorInTheSubscriberEndsTheTransfer() {
        ScriptedFtpServer server = serve(s -> s.file("/big", Content.generated(1L << 30)));
        FtpClient client = client(server, sessions(1));
        IllegalStateException mine = new IllegalStateException("mine");
        assertThat(failure(IllegalStateException.class, client.download("/big").map(buffer -> {
                    throw mine;
                })))
                .isSameAs(mine);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
    }

    @Test
    void theSubscribersContextIsSeen() {
        ScriptedFtpServer server = serve();
        Flux<Object> seen = client(server)
                .download("/a")
                .map(ByteBufUtil::getBytes)
                .flatMap(bytes -> Mono.deferContextual(context -> Mono.just(context.get("who"))))
                .contextWrite(context -> context.put("who", "me"));
        assertThat(awaitAll(seen)).containsOnly("me");
    }

    /** At moments that nobody chose: whatever was going on, nothing stays open, and the next call finds all in order. */
    @RepeatedTest(60)
    void cancelAtAnyMoment(org.junit.jupiter.api.RepetitionInfo repetition) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        Duration moment = Duration.ofNanos(repetition.getCurrentRepetition() * 400_000L);
        Disposable download = client.download("/a").map(ByteBuf::readableBytes).subscribe();
        Disposable upload = client.upload("/b", content(BYTES, 1000)).subscribe();
        await(Mono.delay(moment, Schedulers.parallel()));
        download.dispose();
        upload.dispose();
        try {
            assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        } catch (RuntimeException e) {
            throw new AssertionError(server.commands().lines().toString(), e);
        }
    }
}
