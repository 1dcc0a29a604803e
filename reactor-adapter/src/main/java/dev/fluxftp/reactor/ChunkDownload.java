package dev.fluxftp.reactor;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.ChunkSpec.WhenChanged;
import dev.fluxftp.reactor.internal.data.Pace;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.transfer.Checkpoint;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.RemoteIdentity;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** A download that begins at a checkpoint, and whose chunks move it: {@link Download} and {@link CheckpointDriver}. Made for one subscription. */
final class ChunkDownload {

    private final String path;
    private final String url;
    private final CheckpointStore store;
    private final ChunkSpec spec;
    private final Healing healing;
    private final Pace pace;
    private final String key;
    private long position;

    /** @param url of the file, without secrets */
    ChunkDownload(String path, String url, CheckpointStore store, ChunkSpec spec, Healing healing, Pace pace) {
        this.path = path;
        this.url = url;
        this.store = store;
        this.spec = spec;
        this.healing = healing;
        this.pace = pace;
        String given = spec.key();
        this.key = given == null ? url : given;
    }

    Flux<FtpChunk> chunks(Sessions sessions, ContextView context) {
        return Flux.usingWhen(
                store.load(key)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .map(stored -> new Course(stored.orElse(null), context)),
                course -> course.chunks(sessions),
                course -> Mono.empty(), // finished already
                (course, error) -> course.driver.finish().onErrorResume(more -> added(more, error)),
                course -> course.driver.finish());
    }

    private static Mono<Void> added(Throwable more, Throwable error) {
        if (more != error) {
            error.addSuppressed(more);
        }
        return Mono.empty();
    }

    /** From the moment when it is known what the store has. */
    private final class Course {

        private final @Nullable Checkpoint stored;
        private final CheckpointDriver driver;

        Course(@Nullable Checkpoint stored, ContextView context) {
            this.stored = stored;
            this.driver = new CheckpointDriver(store, key, url, spec, stored, context);
        }

        Flux<FtpChunk> chunks(Sessions sessions) {
            Download download = new Download(path, this::begin, Long.MAX_VALUE, healing).paced(pace);
            return ProgressMeter.over(download, sessions, spec.progress())
                    .map(this::chunk)
                    .takeUntilOther(driver.broken())
                    .concatWith(Mono.defer(driver::finish).then(Mono.empty()));
        }

        private Mono<Long> begin(RemoteIdentity now) {
            if (stored != null) {
                Optional<String> conflict = stored.conflictWith(url, now);
                if (conflict.isPresent() && spec.whenChanged() == WhenChanged.FAIL) {
                    return Mono.error(new RemoteChangedException(path, conflict.get(), stored.offset()));
                }
                position = conflict.isPresent() ? 0 : stored.offset();
            }
            driver.begin(now, position);
            return Mono.just(position);
        }

        private FtpChunk chunk(ByteBuf content) {
            FtpChunk chunk = new FtpChunk(position, content, driver);
            position += content.readableBytes();
            return chunk;
        }
    }
}
