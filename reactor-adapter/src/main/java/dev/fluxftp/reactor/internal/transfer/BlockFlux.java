package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The bytes of blocks that several connections fill, in order and by demand. Each buffer in it has one owner, the block;
 * whoever takes it out, to deliver or to discard it, does so one at a time. A buffer is released after {@code onNext}
 * unless the receiver retains it. For one subscriber.
 */
final class BlockFlux extends Flux<ByteBuf> {

    private final Queue<Block> blocks = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private volatile Runnable moved = () -> {};
    private volatile @Nullable CoreSubscriber<? super ByteBuf> actual;
    private volatile boolean filled;
    private volatile @Nullable Throwable failure;
    private volatile boolean over;
    private byte[] end = {};

    /** @param listener told whenever another block has been delivered */
    void onMoved(Runnable listener) {
        moved = listener;
    }

    /** The block that follows those that were added before. */
    void add(Block block) {
        blocks.add(block);
    }

    /** The next bytes of one of them; the buffer stays the caller's. */
    void received(Block block, ByteBuf buffer) {
        block.put(buffer);
        deliver();
    }

    /** No block is added any more, and all are full. */
    void filled() {
        filled = true;
        deliver();
    }

    /** No more bytes will come. What has not been delivered yet is not. */
    void failed(Throwable error) {
        failure = error;
        deliver();
    }

    /** How many bytes the subscriber was given. */
    long bytes() {
        return bytes.get();
    }

    /** How many blocks were delivered to their ends. */
    long passed() {
        return passed.get();
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
        subscriber.onSubscribe(new Demand());
        actual = subscriber;
        deliver();
    }

    /** Whoever comes while another thread is at it leaves it to that. */
    private void deliver() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            CoreSubscriber<? super ByteBuf> subscriber = actual;
            if (subscriber != null) {
                deliver(subscriber);
            }
            if (over) {
                blocks.forEach(Block::discard);
            }
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver(CoreSubscriber<? super ByteBuf> subscriber) {
        while (!over) {
            boolean last = filled; // asked first: what is added later belongs to the next turn
            Block head = blocks.peek();
            if (failure != null || (head == null && last)) {
                end(subscriber);
            } else if (head == null) {
                return;
            } else if (head.isTaken()) {
                blocks.remove();
                end = head.last();
                passed.incrementAndGet();
                moved.run();
            } else if (demand.get() == 0 || !deliverOne(head, subscriber)) {
                return; // until there is more of one or the other
            }
        }
    }

    private void end(CoreSubscriber<? super ByteBuf> subscriber) {
        over = true;
        Throwable error = failure;
        if (error == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(error);
        }
    }

    private boolean deliverOne(Block head, CoreSubscriber<? super ByteBuf> subscriber) {
        boolean first = head.isWhole();
        ByteBuf next = head.take();
        if (next == null) {
            return false;
        }
        try {
            if (first && !head.follows(end)) {
                failure = discontinuous(head);
                return true;
            }
            demand.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
            bytes.addAndGet(next.readableBytes());
            subscriber.onNext(next);
        } finally {
            next.release();
        }
        return true;
    }

    private static ProtocolViolationException discontinuous(Block block) {
        return new ProtocolViolationException(
                Phase.DATA,
                String.format(
                        Locale.ROOT,
                        "the bytes before offset %,d are not the same on two connections: the server may ignore REST",
                        block.start()));
    }

    private final class Demand implements Subscription {
        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                demand.accumulateAndGet(n, Operators::addCap);
                deliver();
            }
        }

        @Override
        public void cancel() {
            over = true;
            deliver();
        }
    }
}
