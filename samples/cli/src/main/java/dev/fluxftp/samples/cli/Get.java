package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.Escaped;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.reactor.CheckpointStore;
import dev.fluxftp.reactor.FileDownloadSpec;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.RateLimit;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code fluxftp get URL [LOCAL]}. */
@Command(
        name = "get",
        description = "Downloads a file. It is LOCAL.part until it is complete.",
        mixinStandardHelpOptions = true)
final class Get extends Session {

    @Parameters(paramLabel = "URL", index = "0")
    private String url = "";

    @Parameters(
            paramLabel = "LOCAL",
            index = "1",
            arity = "0..1",
            description = "file or folder; - is the standard output; the remote name if left out")
    private @Nullable String local;

    /** What segments may be ahead of the standard output, in bytes: half of what the launcher allows, as buffers are larger. */
    private static final int AHEAD = 16 * 1024 * 1024;

    @Option(names = "--resume", description = "go on with LOCAL.part of an earlier attempt")
    private boolean resume;

    @Option(names = "--verify", description = "compare the hash with the server's, where it computes one")
    private boolean verify;

    @Option(
            names = "--segments",
            paramLabel = "N",
            description = "over so many data connections at a time, as far as the server allows")
    private int segments = 1;

    @Option(
            names = {"-R", "--remote-time"},
            description = "give the local file the modification time of the one on the server")
    private boolean remoteTime;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "for the standard output: FILE keeps how far it was written, and the next run goes on after that; "
                            + "what was printed right before a kill may come again")
    private @Nullable Path checkpoint;

    @Mixin
    private final RateOption rate = new RateOption();

    @Override
    @Nullable
    RateLimit rateLimit() {
        return rate.limit();
    }

    @Override
    int connections() {
        return segments;
    }

    @Override
    public Integer call() {
        if (segments < 1) {
            throw wrongUse("a download has at least one segment, not " + segments);
        }
        FtpUrl source = parse(url);
        if ("-".equals(local)) {
            return toStandardOutput(source);
        }
        if (checkpoint != null) {
            throw wrongUse(
                    "--checkpoint is for the standard output: a file goes on from its own LOCAL.part, with --resume");
        }
        Path target = target(source);
        TransferReport report;
        try (ProgressLine progress = ProgressLine.of(target.getFileName().toString(), isQuiet())) {
            report = run(source, client -> download(client, source, target, progress));
        }
        if (report != null) {
            tell(Escaped.text(target.toString()) + ": " + summary(report) + (verify ? proof(report) : ""));
        }
        return 0;
    }

    private int toStandardOutput(FtpUrl source) {
        if (segments > 1 && checkpoint != null) {
            throw wrongUse("--checkpoint takes one segment only");
        }
        if (resume || verify || remoteTime) {
            throw wrongUse("the standard output "
                    + (resume
                            ? "cannot be resumed without --checkpoint FILE, which does so by itself"
                            : verify ? "cannot be taken back once it is verified" : "has no modification time"));
        }
        long began = System.nanoTime();
        Long bytes = run(source, client -> print(client, source.path()));
        tell(rate(bytes == null ? 0 : bytes, Duration.ofNanos(System.nanoTime() - began)));
        return 0;
    }

    /** The checkpoint follows the output: what a crash leaves between them is printed again. */
    private Mono<Long> print(FtpClient client, String path) {
        Path file = checkpoint;
        return file == null
                ? StandardStreams.write(client.download(path, spec -> spec.segments(segments, AHEAD / segments)))
                : Mono.usingWhen(
                        Mono.fromSupplier(() -> CheckpointStore.journal(file)),
                        store -> StandardStreams.writeChunks(client.downloadChunks(path, store)),
                        CheckpointStore::disposeLater);
    }

    private Mono<TransferReport> download(FtpClient client, FtpUrl source, Path target, ProgressLine progress) {
        Mono<TransferReport> download =
                client.download(source.path(), target, spec -> how(spec).onProgress(progress));
        return remoteTime
                ? download.flatMap(report -> client.modified(source.path())
                        .flatMap(time -> touch(target, time))
                        .thenReturn(report))
                : download;
    }

    private static Mono<Void> touch(Path target, Instant time) {
        return Mono.fromCallable(() -> Files.setLastModifiedTime(target, FileTime.from(time)))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(IOException.class, e -> StandardStreams.failure("write", target.toString(), e))
                .then();
    }

    private FileDownloadSpec how(FileDownloadSpec spec) {
        FileDownloadSpec begun = (resume ? spec.resume() : spec).segments(segments);
        return verify ? begun.verify() : begun;
    }

    private Path target(FtpUrl source) {
        String name = nameIn(source.path());
        Path given = Path.of(local == null ? "." : local);
        if (!Files.isDirectory(given)) {
            return given;
        }
        // the name comes from outside: it must stay a name
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('\\') >= 0
                || name.indexOf(0) >= 0) {
            throw wrongUse("the URL names no file: " + source);
        }
        return local == null ? Path.of(name) : given.resolve(name);
    }

    static String summary(TransferReport report) {
        String from = report.offset() > 0 ? String.format(", resumed at %,d", report.offset()) : "";
        String again = report.attempts() > 1 ? ", " + report.attempts() + " data connections" : "";
        return rate(report.bytes(), report.duration()) + from + again;
    }

    /** The rung that was reached. */
    static String proof(TransferReport report) {
        FileHash hash = report.hash();
        return switch (report.verification()) {
            case HASH -> ", verified by " + hash;
            case SIZE -> ", verified by size only: the server gives no hash";
            case REPLY -> ", not verified: the server gives neither hash nor size";
        };
    }
}
