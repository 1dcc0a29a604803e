package dev.fluxftp.reactor.internal.journal;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Takes requests from any thread and has them served by its {@link Scribe} in that order, one at a time, off the event loop.
 * Nothing is opened before the first of them.
 */
public final class Journal {

    private final Queue<Request> inbox =
            Queues.<Request>unboundedMultiproducer().get();
    private final AtomicInteger pending = new AtomicInteger();
    private final Scribe scribe;

    /**
     * @param forceWithin how long a write may stay unforced; not at all if zero, for ever if null
     * @param compactAbove a smaller file is not compacted
     */
    public Journal(Path path, @Nullable Duration forceWithin, long compactAbove) {
        this(path, forceWithin, compactAbove, FileChannel::open);
    }

    Journal(Path path, @Nullable Duration forceWithin, long compactAbove, Disk disk) {
        this.scribe = new Scribe(path, forceWithin, compactAbove, disk, this::forceLater);
    }

    /** Empty when the key means nothing. */
    public Mono<byte[]> read(String key) {
        return ask(answer -> new Request.Read(key, answer));
    }

    /** Completes once it is written, and forced to the disk if that is done for each write. */
    public Mono<Void> write(String key, byte[] value) {
        return put(new Entry(key, value.clone()));
    }

    /** From now on the key means nothing. Completes as {@link #write} does. */
    public Mono<Void> remove(String key) {
        return put(new Entry(key, null));
    }

    /** Forces and closes the file, after all that was asked before. Whatever is asked later fails. */
    public Mono<Void> close() {
        return ask(Request.Close::new);
    }

    private Mono<Void> put(Entry entry) {
        int size = entry.size();
        return size > Entry.LARGEST
                ? Mono.error(new IllegalArgumentException("too large for a journal: " + size + " bytes"))
                : ask(answer -> new Request.Write(entry, answer));
    }

    /** The answer leaves on another thread: what its receiver does next must not hold up the journal. */
    private <T> Mono<T> ask(Function<MonoSink<T>, Request> question) {
        return Mono.<T>create(answer -> submit(question.apply(answer))).publishOn(Schedulers.parallel());
    }

    private void forceLater(Duration delay) {
        var unused = Schedulers.parallel()
                .schedule(() -> submit(Request.Force.NOW), TimeUnit.MILLISECONDS.convert(delay), TimeUnit.MILLISECONDS);
    }

    private void submit(Request request) {
        inbox.offer(request);
        if (pending.getAndIncrement() == 0) {
            try {
                var unused = Schedulers.boundedElastic().schedule(() -> drain(scribe::serve));
            } catch (RejectedExecutionException e) {
                drain(each -> each.fail(e));
            }
        }
    }

    private void drain(Consumer<Request> how) {
        int taken = pending.get();
        while (taken != 0) {
            for (Request next = inbox.poll(); next != null; next = inbox.poll()) {
                how.accept(next);
            }
            scribe.writeWhatWaits();
            taken = pending.addAndGet(-taken);
        }
    }
}
