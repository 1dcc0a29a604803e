package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import dev.fluxftp.transfer.TransferRequest;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file, or a range of it, as a sequence of bytes that several connections fetch: each takes one block after the other,
 * no further ahead of the subscriber than there are connections. One that cannot go on leaves its block to the others.
 * Made for one subscription.
 */
public final class OrderedDownload {

    private final String path;
    private final long offset;
    private final long length;
    private final int connections;
    private final int blockBytes;
    private final Healing healing;
    private final Replay replay;

    /** @param length how many bytes at most */
    public OrderedDownload(
            String path, long offset, long length, int connections, int blockBytes, Healing healing, Replay replay) {
        this.path = path;
        this.offset = offset;
        this.length = length;
        this.connections = connections;
        this.blockBytes = blockBytes;
        this.healing = healing;
        this.replay = replay;
    }

    /** The bytes. A buffer is released after {@code onNext} unless it is retained. */
    public Flux<ByteBuf> bytes(Sessions sessions) {
        int most = Math.min(connections, sessions.most());
        if (most == 1) {
            return whole().bytes(sessions);
        }
        return sessions.useOnce(session -> RemoteFiles.identity(session, path, replay.facts()))
                .flatMapMany(identity -> {
                    SameFile file = new SameFile(path, identity, replay);
                    long left = identity.size() - offset;
                    return Math.min(left, length) <= blockBytes
                            ? whole().bytes(sessions)
                            : new Course(sessions, file, most).bytes();
                });
    }

    private Download whole() {
        return new Download(path, offset, length, healing, replay);
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
            this.most = most;
            this.range = new ByteRange(
                    offset, offset + Math.min(length, file.identity().size() - offset));
            this.window = new BlockWindow(range, blockBytes, most, blocks);
        }

        Flux<ByteBuf> bytes() {
            Mono<Void> work = Flux.range(0, most)
                    .flatMap(connection -> work().onErrorResume(this::fail), most)
                    .then()
                    .doOnSuccess(done -> blocks.filled());
            return blocks.takeUntilOther(work.then(Mono.never())) // begins and cancels it, and hears nothing of it
                    .onErrorMap(IncompleteTransferException.class, this::inAll)
                    .onErrorResume(Restart::isRefused, e -> inOneStream());
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
            return new Download(
                            path, now -> begin(now, block), start -> block.end(), healing, replay.failWithoutRestart())
                    .bytes(sessions)
                    .doOnNext(buffer -> blocks.received(block, buffer))
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
        private Flux<ByteBuf> inOneStream() {
            long[] known = {blocks.bytes()};
            return new Download(path, now -> file.at(offset, now, known[0]), length, healing, replay)
                    .bytes(sessions)
                    .handle((buffer, sink) -> {
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
