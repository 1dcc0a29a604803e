package dev.fluxftp.reactor.internal.file;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Buffers on their way from the network to the disk. Each has exactly one owner, whoever takes it out of the queue: the
 * thread that writes, or the one that cancels. What goes through Reactor's queues is only the word that there is one more;
 * buffers in there could be dropped with a task that never runs, or discarded before they were retained.
 */
final class Handover {

    /** Buffers on their way. */
    private static final int PREFETCH = 8;

    private final Queue<ByteBuf> waiting = new ConcurrentLinkedQueue<>();
    private final Consumer<ByteBuf> writing;
    private volatile boolean closed;

    private Handover(Consumer<ByteBuf> writing) {
        this.writing = writing;
    }

    /** Writes all of them, in order, on a thread that may block. They are retained for as long as it takes. */
    static Mono<Void> of(Flux<ByteBuf> bytes, Consumer<ByteBuf> writing) {
        return Mono.defer(() -> {
            Handover handover = new Handover(writing);
            return bytes.map(handover::offer)
                    .publishOn(Schedulers.boundedElastic(), PREFETCH)
                    .doOnNext(more -> handover.writeNext())
                    .then()
                    .doOnCancel(handover::close) // before the writing thread is interrupted
                    .doFinally(end -> handover.close());
        });
    }

    private Boolean offer(ByteBuf buffer) {
        waiting.add(buffer.retain());
        if (closed) {
            releaseAll();
        }
        return Boolean.TRUE;
    }

    private void writeNext() {
        ByteBuf buffer = waiting.poll();
        if (buffer == null) {
            return;
        }
        try {
            writing.accept(buffer);
        } catch (RuntimeException e) {
            if (!closed) { // else nobody waits for it, and the file was closed under our hands
                throw e;
            }
        } finally {
            buffer.release();
        }
    }

    private void close() {
        closed = true;
        releaseAll();
    }

    private void releaseAll() {
        for (ByteBuf buffer = waiting.poll(); buffer != null; buffer = waiting.poll()) {
            buffer.release();
        }
    }
}
