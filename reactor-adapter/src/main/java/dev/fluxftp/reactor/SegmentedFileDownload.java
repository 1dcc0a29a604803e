package dev.fluxftp.reactor;

import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Policy;
import dev.fluxftp.reactor.internal.transfer.SegmentedDownload;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A download to disk over several connections: the segments of {@link SegmentedDownload} into a {@link PartFile}. */
final class SegmentedFileDownload {

    /** What another connection costs is worth it from here on. */
    private static final long MINIMUM = 1024 * 1024;

    private final String path;
    private final FileDownloadSpec spec;
    private final Policy policy;
    private final PartFile part;
    private final RemoteIdentity identity;
    private final long began = System.nanoTime();

    /** @param identity of the file, with its size */
    SegmentedFileDownload(String path, FileDownloadSpec spec, Policy policy, PartFile part, RemoteIdentity identity) {
        this.path = path;
        this.spec = spec;
        this.policy = policy;
        this.part = part;
        this.identity = identity;
    }

    /** Every byte into the part; its name it does not get here. */
    Mono<TransferReport> receive(Sessions sessions) {
        return held().flatMap(held -> {
            int wanted = Math.min(spec.segments(), sessions.most());
            int connections = (int) Math.min(wanted, 1 + identity.size() / MINIMUM);
            SegmentedDownload download = new SegmentedDownload(path, identity, held, connections, MINIMUM, policy);
            return part.divide(download::done).then(Mono.defer(() -> receive(sessions, download, held)));
        });
    }

    private Mono<List<ByteRange>> held() {
        Mono<List<ByteRange>> none = part.startOver(identity).thenReturn(List.of());
        return spec.existing() == Existing.RESUME
                ? part.held(identity, policy.replay().overlap(0)).switchIfEmpty(none)
                : none;
    }

    private Mono<TransferReport> receive(Sessions sessions, SegmentedDownload download, List<ByteRange> held) {
        ProgressMeter meter = new ProgressMeter(spec.progress(), download::attempts);
        long before = held.stream().mapToLong(ByteRange::length).sum();
        LongConsumer moved = count -> meter.moved(count, before, identity.size());
        return download.run(sessions, new Disk(held, moved)).then(Mono.fromSupplier(() -> {
            meter.finish(before, identity.size());
            return report(download, before);
        }));
    }

    private TransferReport report(SegmentedDownload download, long before) {
        return new TransferReport(
                download.moved(),
                before,
                identity.size(),
                Duration.ofNanos(System.nanoTime() - began),
                download.attempts(),
                download.reply(),
                Verification.SIZE,
                download.tls());
    }

    /** The part, and what was in it before. */
    private final class Disk implements SegmentedDownload.Target {

        private final List<ByteRange> held;
        private final LongConsumer moved;

        Disk(List<ByteRange> held, LongConsumer moved) {
            this.held = held;
            this.moved = moved;
        }

        @Override
        public Mono<Void> write(long offset, Flux<ByteBuf> bytes, LongConsumer written) {
            return part.writeAt(offset, bytes, written.andThen(moved));
        }

        @Override
        public Mono<Overlap> overlap(long offset) {
            return Flux.fromIterable(held)
                    .filter(range -> range.end() == offset)
                    .next()
                    .flatMap(range -> part.overlap(range, policy.replay().overlap()));
        }
    }
}
