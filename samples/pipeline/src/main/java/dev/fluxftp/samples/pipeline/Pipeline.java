package dev.fluxftp.samples.pipeline;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.reactor.CheckpointStore;
import dev.fluxftp.reactor.FtpChunk;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.session.FtpUrl;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Adds up a gzip CSV that lies on an FTP server: {@code Pipeline URL FOLDER}. May be killed at any time, and started again.
 *
 * <p>Nobody can enter gzip in the middle, so the file is a series of members. Behind each of them the totals are saved, then
 * what they cover is acknowledged. A chunk that comes again after a crash, because it was acknowledged too late or not at
 * all, is in the totals already, and their own offset says so: it is skipped. So at-least-once becomes exactly-once, and
 * totals and checkpoint need no store in common.
 */
public final class Pipeline {

    private static final Retry AGAIN = Retry.backoff(20, Duration.ofMillis(50))
            .maxBackoff(Duration.ofMillis(500))
            .filter(FtpException::isTransient);

    public static void main(String[] args) {
        FtpUrl url = FtpUrl.parse(args[0]);
        Path folder = Path.of(args[1]);
        FtpClient client = FtpClient.create(url);
        CheckpointStore checkpoints = CheckpointStore.journal(folder.resolve("checkpoints"));

        Totals totals = Totals.load(folder.resolve("totals"))
                .doOnNext(known -> System.out.println("goes on at " + known.offset()))
                .flatMap(known -> new Pipeline(known, folder.resolve("totals")).run(client, url.path(), checkpoints))
                .retryWhen(AGAIN)
                .block(); // main has nothing else to do
        client.disposeLater().and(checkpoints.disposeLater()).block();
        System.out.println(totals);
    }

    private final Path file;
    private final GzipLines gzip = new GzipLines();
    private final Queue<Unacknowledged> waiting = new ArrayDeque<>();
    /** Up to the end of a member. */
    private Totals complete;
    /** Up to the last line. */
    private Totals running;

    private record Unacknowledged(FtpChunk chunk, long end) {}

    private Pipeline(Totals known, Path file) {
        this.complete = known;
        this.running = known;
        this.file = file;
    }

    private Mono<Totals> run(FtpClient client, String path, CheckpointStore checkpoints) {
        return client.downloadChunks(path, checkpoints)
                .concatMap(this::add, 0) // one chunk at a time: no buffer waits, and none needs to be retained
                .then(client.size(path))
                .map(size -> complete.requireOffset(size))
                .doFinally(end -> gzip.close());
    }

    private Mono<Void> add(FtpChunk chunk) {
        ByteBuf content = chunk.content();
        long end = chunk.offset() + content.readableBytes();
        if (waiting.isEmpty() && chunk.offset() > complete.offset()) {
            throw new IllegalStateException("acknowledged, but not in the totals: before " + chunk.offset());
        }
        waiting.add(new Unacknowledged(chunk, end));
        content.skipBytes((int) Math.max(0, Math.min(complete.offset(), end) - chunk.offset()));

        Totals before = complete;
        ByteBuffer bytes = content.nioBuffer();
        while (bytes.hasRemaining()) {
            if (gzip.readMember(bytes, line -> running = running.plus(line))) {
                running = running.at(end - bytes.remaining());
                complete = running;
            }
        }
        return (complete.equals(before) ? Mono.<Void>empty() : complete.save(file)).doOnSuccess(saved -> acknowledge());
    }

    private void acknowledge() {
        while (!waiting.isEmpty() && waiting.element().end() <= complete.offset()) {
            waiting.remove().chunk().acknowledge();
        }
    }
}
