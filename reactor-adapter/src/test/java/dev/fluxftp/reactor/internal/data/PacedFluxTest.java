package dev.fluxftp.reactor.internal.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Demand by the clock, which only the test moves. */
class PacedFluxTest {

    private static final int BUFFER = 1000;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @AfterEach
    void dispose() {
        time.dispose();
    }

    private long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    private Throttle rate(long bytesPerSecond) {
        return new Throttle(bytesPerSecond, now());
    }

    private Flux<ByteBuf> paced(Flux<ByteBuf> source, Throttle... limits) {
        return new PacedFlux(source, new Pace(List.of(limits)), time, this::now);
    }

    private static Flux<ByteBuf> buffers(int count) {
        return Flux.range(0, count).map(i -> Unpooled.wrappedBuffer(new byte[BUFFER]));
    }

    private void passes(Duration duration) {
        // step by step, as a clock does
        for (long left = duration.toMillis(); left > 0; left--) {
            time.advanceTimeBy(Duration.ofMillis(1));
        }
    }

    /** Counts what comes. */
    private static final class Receiver extends BaseSubscriber<ByteBuf> {
        private final long demand;
        private int buffers;
        private boolean complete;

        Receiver(long demand) {
            this.demand = demand;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        protected void hookOnNext(ByteBuf buffer) {
            buffers++;
            buffer.release();
        }

        @Override
        protected void hookOnComplete() {
            complete = true;
        }
    }

    private Receiver receive(Flux<ByteBuf> flux, long demand) {
        Receiver receiver = new Receiver(demand);
        flux.subscribe(receiver);
        return receiver;
    }

    @Test
    void buffersComeAtTheRate() {
        Receiver receiver = receive(paced(buffers(5), rate(BUFFER)), Long.MAX_VALUE);
        assertThat(receiver.buffers).isEqualTo(1);
        for (int second = 1; second < 5; second++) {
            passes(Duration.ofMillis(second == 1 ? 999 : 979));
            assertThat(receiver.buffers).isEqualTo(second);
            passes(Duration.ofMillis(21)); // and a little for the lot
            assertThat(receiver.buffers).isEqualTo(second + 1);
        }
        assertThat(receiver.complete).as("nothing is waited for after the last").isTrue();
    }

    @Test
    void theSourceIsAskedForOneAtATime() {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        List<Long> asked = new ArrayList<>();
        Receiver receiver = receive(paced(source.flux().doOnRequest(asked::add), rate(BUFFER)), Long.MAX_VALUE);
        assertThat(asked).containsExactly(1L);

        passes(Duration.ofSeconds(10));
        assertThat(asked).as("what was asked for has not come").containsExactly(1L);

        source.next(Unpooled.wrappedBuffer(new byte[BUFFER]));
        passes(Duration.ofMillis(800));
        assertThat(asked).containsExactly(1L);
        passes(Duration.ofMillis(250));
        assertThat(asked).containsExactly(1L, 1L);
        receiver.cancel();
        source.assertCancelled();
    }

    @Test
    void nothingIsAskedForWithoutDemand() {
        Receiver receiver = receive(paced(buffers(5), rate(1_000_000)), 0);
        passes(Duration.ofSeconds(1));
        assertThat(receiver.buffers).isZero();

        receiver.request(2);
        passes(Duration.ofSeconds(1));

        assertThat(receiver.buffers).isEqualTo(2);
        receiver.cancel();
    }

    @Test
    void whoSharesALimitSharesTheRate() {
        Throttle shared = rate(BUFFER);
        Receiver one = receive(paced(buffers(100), shared), Long.MAX_VALUE);
        Receiver other = receive(paced(buffers(100), shared), Long.MAX_VALUE);

        passes(Duration.ofSeconds(60));

        assertThat(one.buffers + other.buffers).isBetween(59, 63);
        assertThat(one.buffers).as("neither starves").isBetween(5, 57);
        one.cancel();
        other.cancel();
    }

    @Test
    void theStricterOfTwoLimitsDecides() {
        Receiver receiver = receive(paced(buffers(100), rate(10 * BUFFER), rate(BUFFER)), Long.MAX_VALUE);

        passes(Duration.ofMillis(10_100));

        assertThat(receiver.buffers).isEqualTo(11);
        receiver.cancel();
    }

    @Test
    void aLimitIsRaisedWhileItHolds() {
        Throttle limit = rate(1);
        Receiver receiver = receive(paced(buffers(100), limit), Long.MAX_VALUE);
        passes(Duration.ofSeconds(10));
        assertThat(receiver.buffers).isEqualTo(1);

        limit.change(Long.MAX_VALUE, now());
        passes(Duration.ofMillis(110));

        assertThat(receiver.complete).isTrue();
        assertThat(receiver.buffers).isEqualTo(100);
    }

    @Test
    void aLimitIsLowered() {
        Throttle limit = rate(100 * BUFFER);
        Receiver receiver = receive(paced(buffers(1000), limit), Long.MAX_VALUE);
        passes(Duration.ofSeconds(1));
        int before = receiver.buffers;
        assertThat(before).isBetween(95, 102);

        limit.change(BUFFER, now());
        passes(Duration.ofSeconds(10));

        assertThat(receiver.buffers - before).isBetween(9, 11);
        receiver.cancel();
    }

    @Test
    void cancelStopsTheTimer() {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        Receiver receiver = receive(paced(source.flux(), rate(1)), Long.MAX_VALUE);
        source.next(Unpooled.wrappedBuffer(new byte[BUFFER]));

        receiver.cancel();

        source.assertCancelled();
        passes(Duration.ofSeconds(3000));
        assertThat(receiver.buffers).isEqualTo(1);
    }

    @Test
    void anErrorIsNotHeldBack() {
        TestPublisher<ByteBuf> source = TestPublisher.create();
        AtomicInteger errors = new AtomicInteger();
        Receiver receiver = receive(
                paced(source.flux(), rate(1))
                        .doOnError(e -> errors.incrementAndGet())
                        .onErrorComplete(),
                5);
        source.next(Unpooled.wrappedBuffer(new byte[BUFFER]));

        source.error(new IllegalStateException("broken"));

        assertThat(errors).hasValue(1);
        assertThat(receiver.buffers).isEqualTo(1);
    }

    @Test
    void asManyBuffersAsThereAreNeedNoStack() {
        Receiver receiver = receive(paced(buffers(100_000), rate(Long.MAX_VALUE)), Long.MAX_VALUE);

        assertThat(receiver.buffers).isEqualTo(100_000);
        assertThat(receiver.complete).isTrue();
    }
}
