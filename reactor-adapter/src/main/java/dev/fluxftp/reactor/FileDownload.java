package dev.fluxftp.reactor;

import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.reactor.internal.transfer.PartProof;
import dev.fluxftp.reactor.internal.transfer.RemoteFiles;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import dev.fluxftp.transfer.Replay.WithoutRestart;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** A download to disk: the bytes of {@link Download} into a {@link PartFile}. Made for one subscription. */
final class FileDownload {

    private final String path;
    private final Path target;
    private final FileDownloadSpec spec;
    private final Healing healing;
    private final Replay replay;
    private final long began;
    private final int restarts;

    FileDownload(String path, Path target, FileDownloadSpec spec, Healing healing, Replay replay) {
        this(path, target, spec, healing, replay, System.nanoTime(), 0);
    }

    private FileDownload(
            String path, Path target, FileDownloadSpec spec, Healing healing, Replay replay, long began, int restarts) {
        this.path = path;
        this.target = target;
        this.spec = spec;
        this.healing = healing;
        this.replay = replay;
        this.began = began;
        this.restarts = restarts;
    }

    /** A restart opens the part anew: nothing that was still on its way to the disk can get into it. */
    Mono<TransferReport> run(Sessions sessions) {
        return once(sessions)
                .onErrorResume(e -> afresh(e).map(anew -> anew.run(sessions)).orElseGet(() -> Mono.error(e)));
    }

    private Optional<FileDownload> afresh(Throwable error) {
        if (error instanceof RemoteChangedException && spec.whenChanged() == WhenChanged.RESTART) {
            boolean mayGoOn =
                    restarts <= healing.attempts() && healing.lastsFor(Duration.ofNanos(System.nanoTime() - began));
            return mayGoOn ? Optional.of(replacing(spec.segments())) : Optional.empty();
        }
        boolean ignoresRestart = error instanceof ProtocolViolationException e && e.phase() == Phase.DATA;
        return ignoresRestart && spec.segments() > 1 && replay.withoutRestart() == WithoutRestart.SKIP
                ? Optional.of(replacing(1))
                : Optional.empty();
    }

    private FileDownload replacing(int segments) {
        FileDownloadSpec anew = spec.existing(Existing.REPLACE).segments(segments);
        return new FileDownload(path, target, anew, healing, replay, began, restarts + 1);
    }

    private Mono<TransferReport> once(Sessions sessions) {
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
        return (spec.segments() > 1 ? divided(sessions, part, proof) : receive(sessions, part, proof))
                .flatMap(report -> proof.confirm(sessions, path, report.size(), healing)
                        .map(report::hash)
                        .defaultIfEmpty(report))
                .flatMap(report -> part.publish().thenReturn(report));
    }

    private Mono<TransferReport> divided(Sessions sessions, PartFile part, PartProof proof) {
        return sessions.useOnce(session -> RemoteFiles.identity(session, path, replay.facts()))
                .flatMap(identity -> identity.size() <= 0 // one that is empty has to be asked for, too
                        ? receive(sessions, part, proof)
                        : new SegmentedFileDownload(path, spec, healing, replay, part, identity)
                                .receive(sessions)
                                .onErrorResume(Download::isRestartRefused, e -> inOneStream(sessions, part, proof)));
    }

    private Mono<TransferReport> inOneStream(Sessions sessions, PartFile part, PartProof proof) {
        return replacing(1).receive(sessions, part, proof);
    }

    private Mono<TransferReport> receive(Sessions sessions, PartFile part, PartProof proof) {
        Download download =
                new Download(path, identity -> begin(part, proof, identity), Long.MAX_VALUE, healing, replay);
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

    private Mono<Start> begin(PartFile part, PartProof proof, RemoteIdentity identity) {
        Mono<Long> offset =
                spec.existing() == Existing.RESUME ? part.resumeAt(identity, replay) : part.startOver(identity);
        return offset.flatMap(from -> part.seek(from)
                .then(Mono.defer(() -> proof.resumed(from)))
                .then(part.overlap(new ByteRange(0, from), replay.overlap()))
                .map(overlap -> new Start(from, overlap))
                .defaultIfEmpty(Start.at(from)));
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
