package dev.fluxftp.reactor;

import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.UploadSpec.Appearance;
import dev.fluxftp.reactor.internal.file.ContentDigest;
import dev.fluxftp.reactor.internal.file.FileSource;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.HashCheck;
import dev.fluxftp.reactor.internal.transfer.Publication;
import dev.fluxftp.reactor.internal.transfer.Upload;
import dev.fluxftp.reactor.internal.transfer.Upload.Start;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An upload from any source that can begin at an offset. */
record FileUpload(String path, LongFunction<Publisher<? extends ByteBuf>> source, UploadSpec spec, Healing healing) {

    static Mono<TransferReport> of(String path, Path file, UploadSpec spec, Healing healing, Sessions sessions) {
        return FileSource.size(file)
                .flatMap(size -> new FileUpload(path, offset -> FileSource.read(file, offset, size), spec, healing)
                        .run(sessions, size));
    }

    /** @param total bytes of the whole source, -1 when not known */
    Mono<TransferReport> run(Sessions sessions, long total) {
        return spec.appearance() == Appearance.ATOMIC
                ? atomically(sessions, total)
                : upload(path, total).run(sessions).flatMap(report -> confirm(sessions, path, report));
    }

    private Mono<TransferReport> atomically(Sessions sessions, long total) {
        boolean lasting = spec.existing() == Existing.RESUME;
        return Mono.usingWhen(
                Mono.fromSupplier(
                        () -> lasting ? Publication.resumable(path, healing) : Publication.unique(path, healing)),
                publication -> upload(publication.temporary(), total)
                        .run(sessions)
                        .flatMap(report -> confirm(sessions, publication.temporary(), report))
                        .flatMap(report ->
                                publication.publish(sessions, report.size()).thenReturn(report)),
                published -> Mono.empty(),
                (unpublished, error) -> lasting && !(error instanceof HashMismatchException)
                        ? Mono.empty()
                        : unpublished.discard(sessions),
                unpublished -> lasting ? Mono.empty() : unpublished.discard(sessions));
    }

    private Upload upload(String name, long total) {
        Start start = spec.existing() == Existing.RESUME ? Start.RESUME : Start.REPLACE;
        AtomicInteger attempts = new AtomicInteger();
        return new Upload(name, offset -> metered(offset, total, attempts.incrementAndGet()), total, start, healing);
    }

    private Mono<TransferReport> confirm(Sessions sessions, String name, TransferReport counted) {
        return spec.verification() == Verification.HASH
                ? HashCheck.confirm(
                                sessions,
                                healing,
                                name,
                                counted.size(),
                                algorithm -> ContentDigest.of(algorithm, source.apply(0)))
                        .map(counted::hash)
                        .defaultIfEmpty(counted)
                : Mono.just(counted);
    }

    private Publisher<? extends ByteBuf> metered(long offset, long total, int attempt) {
        ProgressMeter meter = new ProgressMeter(spec.progress(), () -> attempt);
        return Flux.<ByteBuf>from(source.apply(offset))
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
