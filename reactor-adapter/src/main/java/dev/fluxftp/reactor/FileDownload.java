package dev.fluxftp.reactor;

import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.file.PartFile.Forcing;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.reactor.internal.transfer.PartProof;
import dev.fluxftp.reactor.internal.transfer.Policy;
import dev.fluxftp.reactor.internal.transfer.RemoteFiles;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.RemoteIdentity;
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
    private final FileDownloadSpec asked;
    private final FileDownloadSpec spec;
    private final Policy policy;
    private final long began;
    private final int restarts;

    FileDownload(String path, Path target, FileDownloadSpec spec, Policy policy) {
        this(path, target, spec, spec, policy, System.nanoTime(), 0);
    }

    private FileDownload(
            String path,
            Path target,
            FileDownloadSpec asked,
            FileDownloadSpec spec,
            Policy policy,
            long began,
            int restarts) {
        this.path = path;
        this.target = target;
        this.asked = asked;
        this.spec = spec;
        this.policy = policy;
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
            boolean mayGoOn = restarts <= policy.healing().attempts()
                    && policy.healing().lastsFor(Duration.ofNanos(System.nanoTime() - began));
            return mayGoOn ? Optional.of(replacing(spec.segments())) : Optional.empty();
        }
        return spec.segments() > 1 && isWithoutRestart(error) ? Optional.of(replacing(1)) : Optional.empty();
    }

    /** A server without REST gives files from their first byte only. */
    private boolean isWithoutRestart(Throwable error) {
        return Download.isRestartRefused(error)
                || (isNonsense(error) && policy.replay().withoutRestart() == WithoutRestart.SKIP);
    }

    private static boolean isNonsense(Throwable error) {
        return error instanceof ProtocolViolationException e && e.phase() == Phase.DATA;
    }

    private FileDownload replacing(int segments) {
        FileDownloadSpec anew = spec.existing(Existing.REPLACE).segments(segments);
        return new FileDownload(path, target, asked, anew, policy, began, restarts + 1);
    }

    private Mono<TransferReport> once(Sessions sessions) {
        return Mono.usingWhen(
                PartFile.open(target),
                part -> proof(sessions, part).flatMap(proof -> receiveAndProve(sessions, part, proof)),
                PartFile::close,
                this::closeAfter,
                PartFile::close);
    }

    /** Where a segment was not what it was to be, nobody knows which of the others are. */
    private Mono<Void> closeAfter(PartFile part, Throwable error) {
        if (spec.segments() > 1 && isNonsense(error)) {
            part.giveUp();
        }
        return part.close().onErrorResume(late -> {
            error.addSuppressed(late); // why it could not be closed must not hide why it had to be
            return Mono.empty();
        });
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
                .flatMap(report -> proof.confirm(sessions, path, report.size(), policy.healing())
                        .map(report::hash)
                        .defaultIfEmpty(report))
                .flatMap(report -> part.publish().thenReturn(report));
    }

    private Mono<TransferReport> divided(Sessions sessions, PartFile part, PartProof proof) {
        return sessions.useOnce(session ->
                        RemoteFiles.identity(session, path, policy.replay().facts()))
                .flatMap(identity -> identity.size() <= 0 // one that is empty has to be asked for, too
                        ? receive(sessions, part, proof)
                        : new SegmentedFileDownload(path, spec, policy, part, identity).receive(sessions));
    }

    private Mono<TransferReport> receive(Sessions sessions, PartFile part, PartProof proof) {
        Download download = new Download(path, identity -> begin(part, proof, identity), Long.MAX_VALUE, policy);
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
        Mono<Long> offset = spec.existing() == Existing.RESUME
                ? part.resumeAt(identity, policy.replay())
                : part.startOver(identity);
        return offset.flatMap(from -> part.inOrder(from, forcing())
                .then(Mono.defer(() -> proof.resumed(from)))
                .then(part.overlap(new ByteRange(0, from), policy.replay().overlapFor(identity)))
                .map(overlap -> new Start(from, overlap))
                .defaultIfEmpty(Start.at(from)));
    }

    /** Who would go on with what is here wants it to be here. */
    private Forcing forcing() {
        return asked.existing() == Existing.RESUME || asked.segments() > 1
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
