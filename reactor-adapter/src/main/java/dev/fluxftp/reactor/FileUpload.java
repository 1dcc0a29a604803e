package dev.fluxftp.reactor;

import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.UploadSpec.Appearance;
import dev.fluxftp.reactor.UploadSpec.Kept;
import dev.fluxftp.reactor.internal.file.ContentDigest;
import dev.fluxftp.reactor.internal.file.FileSource;
import dev.fluxftp.reactor.internal.file.LocalFacts;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.FileFacts;
import dev.fluxftp.reactor.internal.transfer.HashCheck;
import dev.fluxftp.reactor.internal.transfer.Policy;
import dev.fluxftp.reactor.internal.transfer.Publication;
import dev.fluxftp.reactor.internal.transfer.Upload;
import dev.fluxftp.reactor.internal.transfer.Upload.Start;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An upload from any source that can begin at an offset. */
record FileUpload(String path, LongFunction<Publisher<? extends ByteBuf>> source, UploadSpec spec, Policy policy) {

    static Mono<TransferReport> of(String path, Path file, UploadSpec spec, Policy policy, Sessions sessions) {
        return FileSource.size(file)
                .zipWith(kept(spec, file))
                .flatMap(known -> new FileUpload(
                                path,
                                offset -> FileSource.read(
                                        file,
                                        offset,
                                        known.getT1(),
                                        () -> policy.pace().step()),
                                known.getT2(),
                                policy)
                        .run(sessions, known.getT1()));
    }

    /** What the file is asked for is given from now on. */
    private static Mono<UploadSpec> kept(UploadSpec spec, Path file) {
        Set<Kept> kept = spec.facts().kept();
        return kept.isEmpty()
                ? Mono.just(spec)
                : LocalFacts.of(file).map(local -> {
                    UploadSpec timed =
                            kept.contains(Kept.MODIFIED) && spec.facts().modified() == null
                                    ? spec.modified(local.modified())
                                    : spec;
                    Set<PosixFilePermission> permissions = local.permissions();
                    return kept.contains(Kept.PERMISSIONS) && spec.facts().permissions() == null && permissions != null
                            ? timed.permissions(permissions)
                            : timed;
                });
    }

    /** @param total bytes of the whole source, -1 when not known */
    Mono<TransferReport> run(Sessions sessions, long total) {
        return spec.appearance() == Appearance.ATOMIC ? atomically(sessions, total) : complete(sessions, path, total);
    }

    private Mono<TransferReport> atomically(Sessions sessions, long total) {
        boolean lasting = spec.existing() == Existing.RESUME;
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new Publishing(
                        lasting
                                ? Publication.resumable(path, policy.healing())
                                : Publication.unique(path, policy.healing()),
                        sessions.stay())),
                begun -> complete(sessions, begun.publication().temporary(), total)
                        .flatMap(report -> begun.publication()
                                .publish(sessions, report.size())
                                .thenReturn(report)),
                published -> published.over(Mono.empty()),
                (broken, error) -> broken.over(
                        tidy(broken.publication(), lasting && !(error instanceof HashMismatchException), sessions)),
                cancelled -> cancelled.over(cancelled
                        .publication()
                        .rollBack(sessions)
                        .then(lasting ? Mono.empty() : cancelled.publication().discardLater(sessions))));
    }

    /** Whatever becomes of it, the sessions stay until it has been tidied up. */
    private record Publishing(Publication publication, Disposable stay) {
        Mono<Void> over(Mono<Void> tidying) {
            return tidying.doFinally(end -> stay.dispose());
        }
    }

    /** All that is done to the file under that name. */
    private Mono<TransferReport> complete(Sessions sessions, String name, long total) {
        UploadSpec.Facts facts = spec.facts();
        return upload(name, total)
                .run(sessions)
                .flatMap(report -> confirm(sessions, name, report))
                .flatMap(
                        report -> FileFacts.set(sessions, policy.healing(), name, facts.modified(), facts.permissions())
                                .thenReturn(report));
    }

    private static Mono<Void> tidy(Publication unpublished, boolean lasting, Sessions sessions) {
        Mono<Void> old = unpublished.rollBack(sessions);
        return lasting ? old : old.then(unpublished.discard(sessions));
    }

    private Upload upload(String name, long total) {
        Start start = spec.existing() == Existing.RESUME ? Start.RESUME : Start.REPLACE;
        AtomicInteger attempts = new AtomicInteger();
        return new Upload(
                name, offset -> metered(offset, total, attempts.incrementAndGet()), total, start, policy.healing());
    }

    private Mono<TransferReport> confirm(Sessions sessions, String name, TransferReport counted) {
        return spec.verification() == Verification.HASH
                ? HashCheck.confirm(
                                sessions,
                                policy.healing(),
                                name,
                                counted.size(),
                                algorithm -> ContentDigest.of(algorithm, source.apply(0)))
                        .map(counted::hash)
                        .defaultIfEmpty(counted)
                : Mono.just(counted);
    }

    private Publisher<? extends ByteBuf> metered(long offset, long total, int attempt) {
        ProgressMeter meter = new ProgressMeter(spec.progress(), () -> attempt);
        return policy.pace()
                .hold(Flux.from(source.apply(offset)))
                .doOnNext(buffer -> measure(buffer, meter, offset, total))
                .doOnComplete(() -> meter.finish(offset, total));
    }

    /** A listener may throw, and then nobody else gets the buffer. */
    private static void measure(ByteBuf buffer, ProgressMeter meter, long offset, long total) {
        try {
            meter.moved(buffer.readableBytes(), offset, total);
        } catch (RuntimeException | Error e) {
            buffer.release();
            throw e;
        }
    }
}
