package dev.fluxftp.reactor;

import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.file.PartFile.Forcing;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.PartProof;
import dev.fluxftp.reactor.internal.transfer.RemoteFiles;
import dev.fluxftp.reactor.internal.transfer.SegmentedDownload;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A download to disk: the bytes of {@link Download} into a {@link PartFile}. Made for one subscription. */
final class FileDownload {

    private final String path;
    private final Path target;
    private final FileDownloadSpec spec;
    private final Healing healing;
    private final long began = System.nanoTime();

    FileDownload(String path, Path target, FileDownloadSpec spec, Healing healing) {
        this.path = path;
        this.target = target;
        this.spec = spec;
        this.healing = healing;
    }

    Mono<TransferReport> run(Sessions sessions) {
        return Mono.usingWhen(
                PartFile.open(target),
                part -> proof(sessions, part).flatMap(proof -> receiveAndProve(sessions, part, proof)),
                PartFile::close,
                (part, e) -> part.close(),
                PartFile::close);
    }

    /** Segments do not come in order: what they wrote is read again. */
    private Mono<PartProof> proof(Sessions sessions, PartFile part) {
        if (spec.verification() != Verification.HASH) {
            return Mono.just(PartProof.none(part));
        }
        return spec.segments() > 1 ? Mono.just(PartProof.afterwards(part)) : PartProof.byHash(part, sessions);
    }

    private Mono<TransferReport> receiveAndProve(Sessions sessions, PartFile part, PartProof proof) {
        return (spec.segments() > 1 ? divided(sessions, part, proof) : receive(sessions, part, proof, spec.existing()))
                .flatMap(report -> proof.confirm(sessions, path, report.size(), healing)
                        .map(report::hash)
                        .defaultIfEmpty(report))
                .flatMap(report -> part.publish().thenReturn(report));
    }

    private Mono<TransferReport> divided(Sessions sessions, PartFile part, PartProof proof) {
        return sessions.useOnce(session -> RemoteFiles.identity(session, path))
                .flatMap(identity -> identity.size() < 0
                        ? receive(sessions, part, proof, spec.existing())
                        : new SegmentedFileDownload(path, spec, healing, part, identity)
                                .receive(sessions)
                                .onErrorResume(
                                        SegmentedDownload::isWithoutRestart,
                                        e -> receive(sessions, part, proof, Existing.REPLACE)));
    }

    private Mono<TransferReport> receive(Sessions sessions, PartFile part, PartProof proof, Existing existing) {
        Download download =
                new Download(path, identity -> begin(part, proof, existing, identity), Long.MAX_VALUE, healing);
        ProgressMeter meter = new ProgressMeter(spec.progress(), download::attempts);
        return part.write(
                        download.bytes(sessions),
                        proof::passing,
                        count -> meter.moved(
                                count, download.start(), download.identity().size()))
                .then(Mono.fromSupplier(() -> {
                    meter.finish(download.start(), download.identity().size());
                    return report(download);
                }));
    }

    private Mono<Long> begin(PartFile part, PartProof proof, Existing existing, RemoteIdentity identity) {
        Mono<Long> offset = existing == Existing.RESUME ? part.resumeAt(identity) : part.startOver(identity);
        return offset.flatMap(from -> part.inOrder(from, forcing())
                .then(Mono.defer(() -> proof.resumed(from)))
                .thenReturn(from));
    }

    /** Who would go on with what is here wants it to be here. */
    private Forcing forcing() {
        return spec.existing() == Existing.RESUME || spec.segments() > 1
                ? Forcing.AT_CHECKPOINTS
                : Forcing.WHEN_BROKEN_OFF;
    }

    private TransferReport report(Download download) {
        return new TransferReport(
                download.position() - download.start(),
                download.start(),
                download.position(),
                Duration.ofNanos(System.nanoTime() - began),
                download.attempts(),
                download.reply(),
                download.identity().size() == download.position() ? Verification.SIZE : Verification.REPLY,
                download.tls());
    }
}
