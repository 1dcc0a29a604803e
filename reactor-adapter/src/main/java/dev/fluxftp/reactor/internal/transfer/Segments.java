package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.transfer.ByteRange;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What is still to be fetched of a file, and by whom. Decisions are made one at a time, on one thread; what the connections
 * report of their progress may come at any time.
 */
final class Segments {

    private static final Scheduler ONE_AT_A_TIME = Schedulers.single();

    private final Deque<ByteRange> free = new ArrayDeque<>();
    private final Queue<Segment> active = new ConcurrentLinkedQueue<>();
    private final Queue<ByteRange> done = new ConcurrentLinkedQueue<>();
    private final long minimum;

    /**
     * @param held what is there already
     * @param missing what is to be fetched, in as many pieces as there will be connections
     * @param minimum it is not worth another connection to take over less than this
     */
    Segments(List<ByteRange> held, List<ByteRange> missing, long minimum) {
        done.addAll(held);
        free.addAll(missing);
        this.minimum = minimum;
    }

    /** Something to do for a connection, or nothing. */
    Mono<Segment> take() {
        return Mono.fromCallable(() -> next().map(this::activated))
                .subscribeOn(ONE_AT_A_TIME)
                .flatMap(Mono::justOrEmpty);
    }

    /** A connection has fetched its segment; while it did so, more may have been added to that. */
    Mono<Void> finish(Segment segment) {
        return Mono.<Void>fromRunnable(() -> retire(segment)).subscribeOn(ONE_AT_A_TIME);
    }

    /**
     * A connection cannot go on. The rest is for the one that fetches what lies before it, or for the first that has nothing
     * to do; false when there is no other connection.
     */
    Mono<Boolean> giveBack(Segment segment) {
        return Mono.fromCallable(() -> {
                    retire(segment);
                    return !active.isEmpty();
                })
                .subscribeOn(ONE_AT_A_TIME);
    }

    /** What is in the file by now. */
    List<ByteRange> done() {
        return ByteRange.merge(
                Stream.concat(done.stream(), active.stream().map(Segment::done)).toList());
    }

    private Segment activated(ByteRange range) {
        Segment segment = new Segment(range);
        active.add(segment);
        return segment;
    }

    private void retire(Segment segment) {
        done.add(segment.done());
        active.remove(segment);
        ByteRange rest = segment.rest();
        if (rest.length() == 0) {
            return;
        }
        Optional<Segment> before =
                active.stream().filter(other -> other.end() == rest.start()).findFirst();
        if (before.isPresent()) {
            before.get().end(rest.end());
        } else {
            free.addFirst(rest);
        }
    }

    private Optional<ByteRange> next() {
        ByteRange given = free.pollFirst();
        return given != null ? Optional.of(given) : half();
    }

    /** The second half of what is left for the connection that has most to do. */
    private Optional<ByteRange> half() {
        Optional<Segment> busiest = active.stream()
                .max(Comparator.comparingLong(segment -> segment.rest().length()));
        return busiest.filter(segment -> segment.rest().length() >= 2 * minimum).map(segment -> {
            ByteRange rest = segment.rest();
            long middle = rest.start() + rest.length() / 2;
            segment.end(middle);
            return new ByteRange(middle, rest.end());
        });
    }
}
