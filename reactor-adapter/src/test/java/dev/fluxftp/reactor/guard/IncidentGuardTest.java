package dev.fluxftp.reactor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** That the guard sees what it is for: a guard that sees nothing looks like code without faults. */
class IncidentGuardTest {

    @Test
    void seesABufferThatWasForgotten() throws InterruptedException {
        leak();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 50 && seen.isEmpty(); i++) {
            IncidentGuard.findLeaks();
            seen.addAll(Incidents.take());
        }
        assertThat(seen).singleElement().asString().contains("LEAK");
    }

    private static void leak() {
        ByteBuf forgotten = PooledByteBufAllocator.DEFAULT.buffer(64);
        forgotten.writeInt(1);
    }

    @Test
    void seesAThreadThatBlocks() {
        Mono<Void> blocking = Mono.<Void>fromRunnable(() -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .subscribeOn(Schedulers.parallel());
        assertThatThrownBy(blocking::block).hasMessageContaining("Blocking call");
        assertThat(Incidents.take()).singleElement().asString().contains("Thread.sleep");
    }

    @Test
    void seesADroppedError() {
        Operators.onErrorDropped(new IllegalStateException("nobody listens"), Context.empty());
        assertThat(Incidents.take()).singleElement().asString().contains("nobody listens");
    }

    @Test
    void seesATaskOfAnEventLoopThatThrows() throws InterruptedException {
        var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            throw new IllegalStateException("from a task");
        });
        loop.execute(done::countDown);
        done.await();
        var unused = loop.shutdownGracefully();
        assertThat(Incidents.take()).singleElement().asString().contains("from a task");
    }
}
