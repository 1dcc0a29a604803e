package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file over several connections, each with a segment of its own. One that has finished takes over half of the longest
 * rest; one that cannot go on leaves its rest to the others, so that a server with few sessions or without REST still gives
 * the file. Made for one subscription.
 */
public final class SegmentedDownload {

    private final String path;
    private final SameFile file;
    private final Segments segments;
    private final int connections;
    private final Policy policy;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicLong moved = new AtomicLong();
    private volatile TlsUse tls = TlsUse.NONE;
    private volatile @Nullable Reply reply;

    /** Puts the bytes of one connection where they belong. */
    @FunctionalInterface
    public interface Target {
        /** @param written to be told of bytes that are in the file, in order */
        Mono<Void> write(long offset, Flux<ByteBuf> bytes, LongConsumer written);

        /** What is there of an earlier attempt right before that offset, to be compared; empty for nothing. */
        default Mono<Overlap> overlap(long offset) {
            return Mono.empty();
        }
    }

    /**
     * @param identity the file, with its size
     * @param held what is there of it already
     * @param minimum a segment is no shorter if it can be avoided
     */
    public SegmentedDownload(
            String path, RemoteIdentity identity, List<ByteRange> held, int connections, long minimum, Policy policy) {
        this.path = path;
        this.connections = connections;
        this.policy = policy.failWithoutRestart(); // one stream is cheaper then
        this.file = new SameFile(path, identity, policy.replay());
        List<ByteRange> missing = ByteRange.missing(held, identity.size());
        this.segments = new Segments(held, ByteRange.divide(missing, connections, minimum), minimum);
    }

    /** Completes when every byte is in the file. */
    public Mono<Void> run(Sessions sessions, Target target) {
        return Flux.range(0, connections)
                .flatMap(connection -> work(sessions, target), connections)
                .then();
    }

    /** What is in the file by now; to be asked at any time. */
    public List<ByteRange> done() {
        return segments.done();
    }

    /** Bytes that came, over all connections. */
    public long moved() {
        return moved.get();
    }

    public int attempts() {
        return attempts.get();
    }

    public TlsUse tls() {
        return tls;
    }

    public @Nullable Reply reply() {
        return reply;
    }

    /** One connection after the other does segments until none is left. */
    private Mono<Void> work(Sessions sessions, Target target) {
        return segments.take()
                .flatMap(segment -> fetch(sessions, segment, target)
                        .then(segments.finish(segment))
                        .thenReturn(Boolean.TRUE)
                        .onErrorResume(SegmentedDownload::mayBeLeftToOthers, e -> leave(segment, e)))
                .defaultIfEmpty(Boolean.FALSE)
                .repeat()
                .takeWhile(goesOn -> goesOn)
                .then();
    }

    private Mono<Boolean> leave(Segment segment, Throwable error) {
        return segments.giveBack(segment)
                .flatMap(others -> others ? Mono.just(Boolean.FALSE) : Mono.<Boolean>error(error));
    }

    /** Another connection may do better, or at least come to the same end. */
    static boolean mayBeLeftToOthers(Throwable error) {
        return error instanceof FtpException
                && !(error instanceof RemoteChangedException)
                && !(error instanceof ProtocolViolationException)
                && !(error instanceof LocalFileException);
    }

    private Mono<Void> fetch(Sessions sessions, Segment segment, Target target) {
        Download download = new Download(path, now -> begin(now, segment, target), start -> segment.end(), policy);
        Flux<ByteBuf> bytes = download.bytes(sessions).doOnNext(buffer -> {
            moved.addAndGet(buffer.readableBytes());
            segment.reached(download.position());
        });
        AtomicLong written = new AtomicLong(segment.start());
        return target.write(segment.start(), bytes, count -> segment.wrote(written.addAndGet(count)))
                .then(Mono.defer(() -> download.hasMore() ? Mono.<Void>error(grown()) : Mono.empty()))
                .doFinally(end -> remember(download));
    }

    private RemoteChangedException grown() {
        String difference = String.format(
                Locale.ROOT,
                "it has more than its %,d bytes now",
                file.identity().size());
        return new RemoteChangedException(path, difference, moved.get());
    }

    private Mono<Start> begin(RemoteIdentity now, Segment segment, Target target) {
        return file.at(segment.start(), now, moved.get())
                .flatMap(start -> target.overlap(start.offset())
                        .map(overlap -> new Start(start.offset(), overlap))
                        .defaultIfEmpty(start));
    }

    private void remember(Download download) {
        attempts.addAndGet(download.attempts());
        tls = download.tls();
        if (download.reply() != null) {
            reply = download.reply();
        }
    }
}
