package dev.fluxftp.reactor;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.data.Pace;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.PartProof;
import dev.fluxftp.reactor.internal.transfer.RemoteFiles;
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
    private final Pace pace;
    private final long began = System.nanoTime();

    FileDownload(String path, Path target, FileDownloadSpec spec, Healing healing, Pace pace) {
        this.path = path;
        this.target = target;
        this.spec = spec;
        this.healing = healing;
        this.pace = pace;
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
        return (spec.segments() > 1 ? divided(sessions, part, proof) : receive(sessions, part, proof))
                .flatMap(report -> proof.confirm(sessions, path, report.size(), healing)
                        .map(report::hash)
                        .defaultIfEmpty(report))
                .flatMap(report -> part.publish().thenReturn(report));
    }

    private Mono<TransferReport> divided(Sessions sessions, PartFile part, PartProof proof) {
        return sessions.useOnce(session -> RemoteFiles.identity(session, path))
                .flatMap(identity -> identity.size() < 0
                        ? receive(sessions, part, proof)
                        : new SegmentedFileDownload(path, spec, healing, pace, part, identity)
                                .receive(sessions)
                                .onErrorResume(
                                        FileDownload::isWithoutRestart, e -> inOneStream(sessions, part, proof)));
    }

    /** A server that does not know REST gives files from their first byte only. */
    private static boolean isWithoutRestart(Throwable error) {
        return error instanceof NegativeReplyException refusal
                && !refusal.isTransient()
                && refusal.command().filter(command -> command.is(Verb.REST)).isPresent();
    }

    private Mono<TransferReport> inOneStream(Sessions sessions, PartFile part, PartProof proof) {
        FileDownloadSpec anew =
                new FileDownloadSpec(Existing.REPLACE, 1, spec.progress(), spec.verification(), spec.rateLimit());
        return new FileDownload(path, target, anew, healing, pace).receive(sessions, part, proof);
    }

    private Mono<TransferReport> receive(Sessions sessions, PartFile part, PartProof proof) {
        Download download =
                new Download(path, identity -> begin(part, proof, identity), Long.MAX_VALUE, healing).paced(pace);
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

    private Mono<Long> begin(PartFile part, PartProof proof, RemoteIdentity identity) {
        Mono<Long> offset = spec.existing() == Existing.RESUME ? part.resumeAt(identity) : part.startOver(identity);
        return offset.flatMap(from ->
                part.seek(from).then(Mono.defer(() -> proof.resumed(from))).thenReturn(from));
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
