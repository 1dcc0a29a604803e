package dev.fluxftp.reactor;

import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.data.Pace;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.SegmentedDownload;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** A download to disk over several connections: the segments of {@link SegmentedDownload} into a {@link PartFile}. */
final class SegmentedFileDownload {

    /** So much may have to be fetched again when the process or the machine dies. */
    private static final long CHECKPOINT = 16 * 1024 * 1024;
    /** What another connection costs is worth it from here on. */
    private static final long MINIMUM = 1024 * 1024;

    private final String path;
    private final FileDownloadSpec spec;
    private final Healing healing;
    private final Pace pace;
    private final PartFile part;
    private final RemoteIdentity identity;
    private final long began = System.nanoTime();
    private final AtomicLong unsaved = new AtomicLong();
    private final AtomicBoolean saving = new AtomicBoolean();

    /** @param identity of the file, with its size */
    SegmentedFileDownload(
            String path, FileDownloadSpec spec, Healing healing, Pace pace, PartFile part, RemoteIdentity identity) {
        this.path = path;
        this.spec = spec;
        this.healing = healing;
        this.pace = pace;
        this.part = part;
        this.identity = identity;
    }

    /** Every byte into the part; its name it does not get here. */
    Mono<TransferReport> receive(Sessions sessions) {
        return held().flatMap(held -> {
            int connections = Math.min(spec.segments(), sessions.most());
            SegmentedDownload download =
                    new SegmentedDownload(path, identity, held, connections, MINIMUM, healing).paced(pace);
            return part.divide(download::done).then(Mono.defer(() -> receive(sessions, download, held)));
        });
    }

    private Mono<List<ByteRange>> held() {
        Mono<List<ByteRange>> none = part.startOver(identity).thenReturn(List.of());
        return spec.existing() == Existing.RESUME ? part.held(identity).switchIfEmpty(none) : none;
    }

    private Mono<TransferReport> receive(Sessions sessions, SegmentedDownload download, List<ByteRange> held) {
        ProgressMeter meter = new ProgressMeter(spec.progress(), download::attempts);
        long before = held.stream().mapToLong(ByteRange::length).sum();
        return download.run(
                        sessions,
                        (offset, bytes, written) -> part.writeAt(offset, bytes, count -> {
                            written.accept(count);
                            meter.moved(count, before, identity.size());
                            checkpoint(count);
                        }))
                .then(Mono.fromSupplier(() -> {
                    meter.finish(before, identity.size());
                    return report(download, before);
                }));
    }

    /** By the thread that wrote: it pays for it, and the others go on. */
    private void checkpoint(long count) {
        if (unsaved.addAndGet(count) >= CHECKPOINT && saving.compareAndSet(false, true)) {
            try {
                unsaved.set(0);
                part.checkpoint();
            } finally {
                saving.set(false);
            }
        }
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
}
