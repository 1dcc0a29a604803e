package dev.fluxftp.reactor.internal.data;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Passes demand on one buffer at a time, once those before are paid for. Nothing is stored and nobody waits: what is held
 * back is the request, with a timer. So the network stops the other side, and for the deadline of the data phase it is as if
 * the subscriber had not asked.
 */
final class PacedFlux extends FluxOperator<ByteBuf, ByteBuf> {

    /** A limit that was raised is noticed after this. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

    /** Who shares a limit with others waits for the same moment: chance decides who comes first, and not always the same. */
    private static final long LOT = TimeUnit.MILLISECONDS.toNanos(5);

    private final Pace pace;
    private final Scheduler scheduler;
    private final LongSupplier now;

    /** @param now nanoseconds of a clock that runs on */
    PacedFlux(Flux<ByteBuf> source, Pace pace, Scheduler scheduler, LongSupplier now) {
        super(source);
        this.pace = pace;
        this.scheduler = scheduler;
        this.now = now;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        source.subscribe(new Gate(actual));
    }

    /* The turns are taken one at a time, by whichever thread comes first: downstream's, the timer's or the source's. */
    private final class Gate implements CoreSubscriber<ByteBuf>, Subscription {

        private final CoreSubscriber<? super ByteBuf> actual;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger turns = new AtomicInteger();
        private final Disposable.Swap timer = Disposables.swap();
        private volatile boolean asked;
        private volatile boolean waiting;
        private volatile boolean over;
        private @Nullable Subscription upstream;

        Gate(CoreSubscriber<? super ByteBuf> actual) {
            this.actual = actual;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                var unused = demand.accumulateAndGet(n, Operators::addCap);
                takeTurns();
            }
        }

        @Override
        public void cancel() {
            end();
            if (upstream != null) {
                upstream.cancel();
            }
        }

        @Override
        public void onNext(ByteBuf buffer) {
            pace.spend(buffer.readableBytes(), now.getAsLong());
            var unused = demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
            actual.onNext(buffer);
            asked = false;
            takeTurns();
        }

        @Override
        public void onComplete() {
            end();
            actual.onComplete();
        }

        @Override
        public void onError(Throwable error) {
            end();
            actual.onError(error);
        }

        private void end() {
            over = true;
            timer.dispose();
        }

        private void takeTurns() {
            if (turns.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            while (missed != 0) {
                if (!over && !asked && !waiting && demand.get() > 0) {
                    askOrWait();
                }
                missed = turns.addAndGet(-missed);
            }
        }

        private void askOrWait() {
            long delay = pace.delay(now.getAsLong());
            if (delay > 0) {
                waiting = true;
                long wait = Math.min(delay, LONGEST_WAIT)
                        + ThreadLocalRandom.current().nextLong(LOT);
                boolean unused = timer.replace(scheduler.schedule(this::ring, wait, TimeUnit.NANOSECONDS));
            } else if (upstream != null) {
                asked = true;
                upstream.request(1);
            }
        }

        private void ring() {
            waiting = false;
            takeTurns();
        }
    }
}
