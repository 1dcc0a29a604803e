package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.transfer.ByteRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Which block of a range is fetched next, and by whom. Begins no block that is too far ahead of the subscriber. Decisions
 * are made one at a time, on one thread.
 */
final class BlockWindow {

    /** So many bytes come twice, to be compared. */
    private static final int SEAM = 4096;

    private static final Scheduler ONE_AT_A_TIME = Schedulers.single();

    private final ByteRange range;
    private final long blockBytes;
    private final int width;
    private final BlockFlux bytes;
    private final Deque<Block> returned = new ArrayDeque<>();
    private final Queue<MonoSink<Block>> waiting = new ArrayDeque<>();
    private long next;
    private long begun;
    private int active;
    private int connections;

    /**
     * @param connections that will ask for blocks; as many may be begun and not delivered yet
     * @param bytes where they are delivered
     */
    BlockWindow(ByteRange range, long blockBytes, int connections, BlockFlux bytes) {
        this.range = range;
        this.blockBytes = blockBytes;
        this.width = connections;
        this.connections = connections;
        this.bytes = bytes;
        this.next = range.start();
        bytes.onMoved(() -> {
            var unused = ONE_AT_A_TIME.schedule(this::serve);
        });
    }

    /** A block for a connection, once there is one to be fetched; nothing when all are. */
    Mono<Block> take() {
        return Mono.<Block>create(sink -> {
                    waiting.add(sink);
                    serve();
                })
                .subscribeOn(ONE_AT_A_TIME);
    }

    /** A connection has fetched its block. */
    Mono<Void> finish() {
        return Mono.<Void>fromRunnable(() -> {
                    active--;
                    serve();
                })
                .subscribeOn(ONE_AT_A_TIME);
    }

    /** A connection cannot go on, and leaves the rest of its block to another one; false when there is none. */
    Mono<Boolean> giveBack(Block block) {
        return Mono.fromCallable(() -> {
                    active--;
                    connections--;
                    returned.add(block);
                    serve();
                    return connections > 0;
                })
                .subscribeOn(ONE_AT_A_TIME);
    }

    private void serve() {
        while (!waiting.isEmpty()) {
            Block block = next();
            if (block != null) {
                active++;
                waiting.remove().success(block);
            } else if (active == 0 && next == range.end()) {
                waiting.remove().success();
            } else {
                return;
            }
        }
    }

    private @Nullable Block next() {
        if (!returned.isEmpty()) {
            return returned.remove();
        }
        if (next == range.end() || begun >= bytes.passed() + width) {
            return null;
        }
        int seam = (int) Math.min(SEAM, blockBytes);
        Block block = new Block(
                new ByteRange(next, Math.min(next + blockBytes, range.end())), next == range.start() ? 0 : seam, seam);
        next = block.end();
        begun++;
        bytes.add(block);
        return block;
    }
}
