package dev.fluxftp.reactor;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.reactor.internal.transfer.Download;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.reactor.internal.transfer.Policy;
import dev.fluxftp.transfer.Checkpoint;
import dev.fluxftp.transfer.Overlap;
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
    private final Policy policy;
    private final String key;
    private long position;
    private boolean delivered;

    /** @param url of the file, without secrets */
    ChunkDownload(String path, String url, CheckpointStore store, ChunkSpec spec, Policy policy) {
        this.path = path;
        this.url = url;
        this.store = store;
        this.spec = spec;
        this.policy = policy;
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
            return from(stored, sessions)
                    .onErrorResume(
                            RemoteChangedException.class,
                            changed -> mayBeginAgain() ? from(null, sessions) : Flux.error(changed))
                    .takeUntilOther(driver.broken())
                    .concatWith(Mono.defer(driver::finish).then(Mono.empty()));
        }

        private Flux<FtpChunk> from(@Nullable Checkpoint checkpoint, Sessions sessions) {
            Download download = new Download(path, now -> begin(now, checkpoint), Long.MAX_VALUE, policy);
            return ProgressMeter.over(download, sessions, spec.progress())
                    .map(content -> chunk(content, download.overlap()));
        }

        /** Once something was delivered, offsets would run backwards. */
        private boolean mayBeginAgain() {
            return spec.whenChanged() == WhenChanged.RESTART && stored != null && !delivered;
        }

        private Mono<Start> begin(RemoteIdentity now, @Nullable Checkpoint checkpoint) {
            Overlap overlap = null;
            position = 0;
            if (checkpoint != null) {
                Optional<String> conflict = checkpoint.conflictWith(url, now, policy.replay());
                if (conflict.isPresent()) {
                    return Mono.error(new RemoteChangedException(path, conflict.get(), checkpoint.offset()));
                }
                position = checkpoint.offset();
                overlap = policy.replay().overlapFor(now) == 0
                        ? null
                        : checkpoint.overlap().orElse(null);
            }
            driver.begin(now, position);
            return Mono.just(new Start(position, overlap));
        }

        private FtpChunk chunk(ByteBuf content, @Nullable Overlap overlap) {
            delivered = true;
            FtpChunk chunk = new FtpChunk(position, content, overlap, driver);
            position += content.readableBytes();
            return chunk;
        }
    }
}
