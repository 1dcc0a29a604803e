package dev.fluxftp.reactor;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.file.PartFile;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.Healing;
import dev.fluxftp.reactor.internal.transfer.PartProof;
import dev.fluxftp.transfer.RemoteIdentity;
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
    private final long began = System.nanoTime();

    FileDownload(String path, Path target, FileDownloadSpec spec) {
        this.path = path;
        this.target = target;
        this.spec = spec;
    }

    Mono<TransferReport> run(Sessions sessions) {
        return Mono.usingWhen(
                PartFile.open(target),
                part -> proof(sessions, part).flatMap(proof -> receive(sessions, part, proof)),
                PartFile::close,
                (part, e) -> part.close(),
                PartFile::close);
    }

    private Mono<PartProof> proof(Sessions sessions, PartFile part) {
        return spec.verification() == Verification.HASH
                ? PartProof.byHash(part, sessions)
                : Mono.just(PartProof.none(part));
    }

    private Mono<TransferReport> receive(Sessions sessions, PartFile part, PartProof proof) {
        Download download =
                new Download(path, identity -> begin(part, proof, identity), Long.MAX_VALUE, Healing.DEFAULT);
        ProgressMeter meter = new ProgressMeter(spec.progress());
        return part.write(
                        download.bytes(sessions),
                        proof::passing,
                        count -> meter.moved(
                                count, download.start(), download.identity().size()))
                .then(Mono.defer(() -> proof.confirm(sessions, path, download.position())))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(hash -> part.publish().then(Mono.fromSupplier(() -> {
                    meter.finish(download.start(), download.identity().size());
                    return report(download, hash);
                })));
    }

    private Mono<Long> begin(PartFile part, PartProof proof, RemoteIdentity identity) {
        Mono<Long> offset = spec.existing() == Existing.RESUME ? part.resumeAt(identity) : part.startOver(identity);
        return offset.flatMap(from ->
                part.seek(from).then(Mono.defer(() -> proof.resumed(from))).thenReturn(from));
    }

    private TransferReport report(Download download, Optional<FileHash> hash) {
        TransferReport counted = new TransferReport(
                download.position() - download.start(),
                download.start(),
                download.position(),
                Duration.ofNanos(System.nanoTime() - began),
                download.attempts(),
                download.reply(),
                download.identity().size() == download.position() ? Verification.SIZE : Verification.REPLY,
                download.tls());
        return hash.map(counted::hash).orElse(counted);
    }
}
