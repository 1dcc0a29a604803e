package dev.fluxftp.samples.quickstart;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.samples.stage.proxy.Sightings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** All files to the server, then all back again. Each arrives as a hash, which is compared with the original's. */
final class Job {

    /** More calls than sessions: the client's pool gives each its turn. */
    private static final int CALLS_AT_ONCE = 16;

    /** A call that failed for a reason that passes is made again; {@code resume()} lets it go on where it stopped. */
    private static final Retry CALL_AGAIN = Retry.backoff(20, Duration.ofMillis(50))
            .maxBackoff(Duration.ofMillis(200))
            .filter(FtpException::isTransient);

    private final FtpClient client;
    private final Server server;
    private final Path downloads;
    private final Supplier<Sightings> sightings;

    Job(FtpClient client, Server server, Path downloads, Supplier<Sightings> sightings) {
        this.client = client;
        this.server = server;
        this.downloads = downloads;
        this.sightings = sightings;
    }

    Mono<Outcome> run(List<SampleFile> files) {
        return upload(files).flatMap(up -> download(files).map(down -> new Outcome(up, down)));
    }

    Mono<Leg> upload(List<SampleFile> files) {
        return leg(files, this::send);
    }

    /** Every other file as a stream, the others to the disk. */
    Mono<Leg> download(List<SampleFile> files) {
        return leg(files, file -> file.number() % 2 == 0 ? stream(file) : save(file));
    }

    private Mono<String> send(SampleFile file) {
        return client.upload(server.path(file.name()), file.original(), upload -> upload.resume())
                .retryWhen(CALL_AGAIN)
                .then(server.sha256(file.name()));
    }

    /** The flux survives broken connections by itself; called again only where not a byte had come. */
    private Mono<String> stream(SampleFile file) {
        return Sha256.of(client.download(server.path(file.name()))).retryWhen(CALL_AGAIN);
    }

    private Mono<String> save(SampleFile file) {
        Path target = downloads.resolve(file.name());
        return client.download(server.path(file.name()), target, download -> download.resume())
                .retryWhen(CALL_AGAIN)
                .then(Sha256.of(target));
    }

    private Mono<Leg> leg(List<SampleFile> files, Function<SampleFile, Mono<String>> journey) {
        return Flux.fromIterable(files)
                .flatMap(
                        file -> journey.apply(file)
                                .filter(file.sha256()::equals)
                                .map(equal -> file),
                        CALLS_AT_ONCE)
                .collectList()
                .elapsed()
                .map(timed -> new Leg(files, timed.getT2(), Duration.ofMillis(timed.getT1()), sightings.get()));
    }
}
