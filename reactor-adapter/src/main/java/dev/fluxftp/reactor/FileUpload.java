package dev.fluxftp.reactor;

import dev.fluxftp.reactor.FileDownloadSpec.Existing;
import dev.fluxftp.reactor.internal.file.FileSource;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Upload;
import dev.fluxftp.transfer.TransferReport;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An upload from any source that can begin at an offset. */
record FileUpload(String path, LongFunction<Publisher<? extends ByteBuf>> source, UploadSpec spec) {

    static Mono<TransferReport> of(String path, Path file, UploadSpec spec, Sessions sessions) {
        return FileSource.size(file)
                .flatMap(size ->
                        new FileUpload(path, offset -> FileSource.read(file, offset), spec).run(sessions, size));
    }

    /** @param total bytes of the whole source, -1 when not known */
    Mono<TransferReport> run(Sessions sessions, long total) {
        Upload upload = new Upload(path, offset -> metered(offset, total), total);
        return sessions.useOnce(
                session -> spec.existing() == Existing.RESUME ? upload.resumed(session) : upload.whole(session));
    }

    private Publisher<? extends ByteBuf> metered(long offset, long total) {
        ProgressMeter meter = new ProgressMeter(spec.progress());
        return Flux.<ByteBuf>from(source.apply(offset))
                .doOnNext(buffer -> meter.moved(buffer.readableBytes(), offset, total))
                .doOnComplete(() -> meter.finish(offset, total));
    }
}
