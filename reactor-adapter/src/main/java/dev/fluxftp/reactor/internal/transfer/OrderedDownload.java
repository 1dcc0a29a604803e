package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download.Beginning;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay.WithoutRestart;
import dev.fluxftp.transfer.TransferRequest;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file, or a range of it, as a sequence of bytes that several connections fetch: each takes one block after the other,
 * no further ahead of the subscriber than there are connections. One that cannot go on leaves its block to the others.
 * Made for one subscription.
 */
public final class OrderedDownload implements Retrieval {

    private final String path;
    private final long offset;
    private final long length;
    private final int connections;
    private final int blockBytes;
    private final Policy policy;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile RemoteIdentity identity = RemoteIdentity.UNKNOWN;
    private volatile @Nullable Download single;

    /** @param length how many bytes at most */
    public OrderedDownload(String path, long offset, long length, int connections, int blockBytes, Policy policy) {
        this.path = path;
        this.offset = offset;
        this.length = length;
        this.connections = connections;
        this.blockBytes = blockBytes;
        this.policy = policy;
    }

    @Override
    public Flux<ByteBuf> bytes(Sessions sessions) {
        int most = Math.min(connections, sessions.most());
        if (most == 1) {
            return inOneStream(sessions, now -> Mono.just(Start.at(offset)));
        }
        return sessions.useOnce(session ->
                        RemoteFiles.identity(session, path, policy.replay().facts()))
                .flatMapMany(found -> {
                    identity = found;
                    return Math.min(found.size() - offset, length) <= blockBytes
                            ? inOneStream(sessions, now -> Mono.just(Start.at(offset)))
                            : new Course(sessions, new SameFile(path, found, policy.replay()), most).bytes();
                });
    }

    @Override
    public RemoteIdentity identity() {
        Download only = single;
        return only == null ? identity : only.identity();
    }

    @Override
    public long start() {
        return offset;
    }

    @Override
    public int attempts() {
        Download only = single;
        return attempts.get() + (only == null ? 0 : only.attempts());
    }

    private Flux<ByteBuf> inOneStream(Sessions sessions, Beginning beginning) {
        Download made = new Download(path, beginning, length, policy);
        single = made;
        return made.bytes(sessions);
    }

    /** From the moment when it is known which file it is. */
    private final class Course {

        private final Sessions sessions;
        private final SameFile file;
        private final int most;
        private final ByteRange range;
        private final BlockFlux blocks = new BlockFlux();
        private final BlockWindow window;

        Course(Sessions sessions, SameFile file, int most) {
            this.sessions = sessions;
            this.file = file;
            this.range = new ByteRange(
                    offset, offset + Math.min(length, file.identity().size() - offset));
            this.most = (int) Math.min(most, 1 + range.length() / blockBytes); // one without a block has nothing to do
            this.window = new BlockWindow(range, blockBytes, this.most, blocks);
        }

        Flux<ByteBuf> bytes() {
            Mono<Void> work = Flux.range(0, most)
                    .flatMap(connection -> work().onErrorResume(this::fail), most)
                    .then()
                    .doOnSuccess(done -> blocks.filled());
            return blocks.takeUntilOther(work.then(Mono.never())) // begins and cancels it, and hears nothing of it
                    .onErrorMap(IncompleteTransferException.class, this::inAll)
                    .onErrorResume(this::mayDoWithoutRestart, e -> withoutRestart());
        }

        private boolean mayDoWithoutRestart(Throwable error) {
            boolean ignored = error instanceof ProtocolViolationException && offset == 0;
            return Restart.isRefused(error) || (ignored && policy.replay().withoutRestart() == WithoutRestart.SKIP);
        }

        /** Ends the flux, which cancels all connections. Several may fail at once, and one of the errors is enough. */
        private Mono<Void> fail(Throwable error) {
            blocks.failed(error);
            return Mono.never();
        }

        /** One connection fetches one block after the other until none is left. */
        private Mono<Void> work() {
            return window.take()
                    .flatMap(block -> fetch(block)
                            .then(window.finish())
                            .thenReturn(Boolean.TRUE)
                            .onErrorResume(this::mayBeLeftToOthers, e -> leave(block, e)))
                    .defaultIfEmpty(Boolean.FALSE)
                    .repeat()
                    .takeWhile(goesOn -> goesOn)
                    .then();
        }

        private Mono<Void> fetch(Block block) {
            Download download =
                    new Download(path, now -> begin(now, block), start -> block.end(), policy.failWithoutRestart());
            return download.bytes(sessions)
                    .doOnNext(buffer -> blocks.received(block, buffer))
                    .doFinally(end -> attempts.addAndGet(download.attempts()))
                    .then();
        }

        private Mono<Start> begin(RemoteIdentity now, Block block) {
            return file.at(block.position(), now, blocks.bytes());
        }

        private boolean mayBeLeftToOthers(Throwable error) {
            return SegmentedDownload.mayBeLeftToOthers(error) && !Restart.isRefused(error);
        }

        private Mono<Boolean> leave(Block block, Throwable error) {
            return window.giveBack(block)
                    .flatMap(others -> others ? Mono.just(Boolean.FALSE) : Mono.<Boolean>error(error));
        }

        /** A server that does not know REST gives files from their first byte only; some of it has been delivered already. */
        private Flux<ByteBuf> withoutRestart() {
            long[] known = {blocks.bytes()};
            Beginning same = now -> file.at(offset, now, known[0]);
            return inOneStream(sessions, same).handle((buffer, sink) -> {
                int skipped = (int) Math.min(known[0], buffer.readableBytes());
                known[0] -= skipped;
                if (buffer.skipBytes(skipped).isReadable()) {
                    sink.next(buffer);
                }
            });
        }

        /** The same failure, counted over all connections. */
        private IncompleteTransferException inAll(IncompleteTransferException last) {
            return new IncompleteTransferException(
                    last.phase(),
                    TransferRequest.retrieve(path, 0).command(),
                    blocks.bytes(),
                    range.length(),
                    last.getCause());
        }
    }
}
