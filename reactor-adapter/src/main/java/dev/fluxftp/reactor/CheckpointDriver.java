package dev.fluxftp.reactor;

import dev.fluxftp.transfer.Acknowledgements;
import dev.fluxftp.transfer.Checkpoint;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.RemoteIdentity;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The one place from which a store is written: turns the acknowledgements of one subscription into checkpoints. At most one
 * save is under way; what is acknowledged meanwhile goes into the next one. An acknowledgement may come when nobody is
 * subscribed any more, so this class subscribes to the store by itself.
 */
final class CheckpointDriver {

    private final CheckpointStore store;
    private final String key;
    private final String url;
    private final ChunkSpec spec;
    private final Context context;
    private final Sinks.Empty<Void> broken = Sinks.empty();
    private final Queue<Runnable> inbox =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger pending = new AtomicInteger();

    // what follows belongs to the thread that empties the inbox
    private Acknowledgements acknowledged = new Acknowledgements(0);
    /** Where a range of acknowledged chunks ends behind a gap. */
    private final TreeMap<Long, Overlap> overlaps = new TreeMap<>();

    private @Nullable Overlap overlap;
    private RemoteIdentity identity = RemoteIdentity.UNKNOWN;
    private @Nullable Checkpoint stored;
    private long saved;
    private boolean saving;
    private boolean timeIsUp;
    private boolean ended;
    private boolean over;
    private @Nullable Disposable timer;
    private @Nullable MonoSink<Void> finishing;
    private @Nullable Throwable error;

    /** @param stored what the store has now; null if nothing */
    CheckpointDriver(
            CheckpointStore store,
            String key,
            String url,
            ChunkSpec spec,
            @Nullable Checkpoint stored,
            ContextView context) {
        this.store = store;
        this.key = key;
        this.url = url;
        this.spec = spec;
        this.stored = stored;
        this.context = Context.of(context);
    }

    /** Before the first chunk: which file it is, and what counts as acknowledged. */
    void begin(RemoteIdentity file, long offset) {
        inOrder(() -> {
            identity = file;
            acknowledged = new Acknowledgements(offset);
            saved = offset;
        });
    }

    /**
     * From any thread.
     *
     * @param before of the bytes before the end of the range; null where none is kept
     */
    void acknowledge(long from, long to, @Nullable Overlap before) {
        inOrder(() -> {
            if (before != null && to > acknowledged.offset()) {
                keep(from, to, before);
            }
            if (acknowledged.add(from, to)) {
                overlap = overlaps.get(acknowledged.offset());
                overlaps.headMap(acknowledged.offset(), true).clear();
                advance();
            }
        });
    }

    /** A checkpoint can only come to stand where acknowledged chunks end: between two of them none is needed. */
    private void keep(long from, long to, Overlap before) {
        overlaps.remove(from);
        if (!acknowledged.resumesAt(to)) {
            overlaps.put(to, before);
        }
    }

    /** Completes when a save has failed; {@link #finish()} tells why. An error here would not cancel what takes until then. */
    Mono<Void> broken() {
        return broken.asMono();
    }

    /**
     * Completes once all that is acknowledged by now has been saved; fails if any save did. Each later acknowledgement is
     * saved at once.
     */
    Mono<Void> finish() {
        return Mono.create(sink -> inOrder(() -> {
            ended = true;
            finishing = sink;
            advance();
        }));
    }

    private void advance() {
        if (saving) {
            return;
        }
        if (error == null && acknowledged.offset() > saved) {
            if (isDue()) {
                save();
                return;
            }
            startTimer();
        }
        if (finishing != null) {
            answer(finishing);
        }
    }

    private boolean isDue() {
        return ended
                || timeIsUp
                || spec.savesAtOnce()
                || (spec.saveBytes() > 0 && acknowledged.offset() - saved >= spec.saveBytes());
    }

    private void save() {
        saving = true;
        stopTimer();
        Checkpoint bare = new Checkpoint(url, identity, acknowledged.offset());
        Checkpoint next = overlap == null ? bare : bare.overlap(overlap);
        Mono<Void> save = Mono.defer(() -> store.save(key, next));
        (over ? afterwards(save) : save)
                .contextWrite(context)
                .subscribe(
                        nothing -> {},
                        failed -> inOrder(() -> saveFailed(failed)),
                        () -> inOrder(() -> savedUpTo(next)));
    }

    /** After the end, somebody else may have gone on with this key: what that one has saved is not to be overwritten. */
    private Mono<Void> afterwards(Mono<Void> save) {
        Optional<Checkpoint> mine = Optional.ofNullable(stored);
        return Mono.defer(() -> store.load(key))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .filter(mine::equals)
                .flatMap(unchanged -> save);
    }

    private void savedUpTo(Checkpoint checkpoint) {
        saving = false;
        stored = checkpoint;
        saved = checkpoint.offset();
        advance();
    }

    private void saveFailed(Throwable failed) {
        saving = false;
        error = failed;
        if (over) {
            Operators.onErrorDropped(failed, context);
        } else {
            broken.tryEmitEmpty().orThrow();
        }
        advance();
    }

    private void answer(MonoSink<Void> sink) {
        finishing = null;
        over = true;
        if (error == null) {
            sink.success();
        } else {
            sink.error(error);
        }
    }

    private void startTimer() {
        if (timer == null && !spec.saveTime().isZero()) {
            timer = Schedulers.parallel()
                    .schedule(
                            () -> inOrder(() -> {
                                timeIsUp = true;
                                advance();
                            }),
                            TimeUnit.MILLISECONDS.convert(spec.saveTime()), // saturates
                            TimeUnit.MILLISECONDS);
        }
    }

    private void stopTimer() {
        timeIsUp = false;
        if (timer != null) {
            timer.dispose();
            timer = null;
        }
    }

    /** One after the other, on whatever thread comes first. */
    private void inOrder(Runnable step) {
        inbox.offer(step);
        if (pending.getAndIncrement() != 0) {
            return;
        }
        int taken = 1;
        while (taken != 0) {
            for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
                next.run();
            }
            taken = pending.addAndGet(-taken);
        }
    }
}
