package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.Escaped;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.RateLimit;
import dev.fluxftp.reactor.UploadSpec;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.transfer.TransferReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** {@code fluxftp put LOCAL URL}. */
@Command(name = "put", description = "Uploads a file.", mixinStandardHelpOptions = true)
final class Put extends Session {

    @Parameters(paramLabel = "LOCAL", index = "0", description = "file; - is the standard input")
    private String local = "";

    @Parameters(paramLabel = "URL", index = "1", description = "ends in / to keep the name")
    private String url = "";

    @Option(names = "--resume", description = "ask the server how much it has, and send the rest")
    private boolean resume;

    @Option(names = "--atomic", description = "upload under another name and rename it when it is complete")
    private boolean atomic;

    @Option(names = "--verify", description = "compare the hash with the server's, where it computes one")
    private boolean verify;

    @Option(
            names = {"-R", "--keep-time"},
            description = "set the modification time of the local file on the server")
    private boolean keepTime;

    @Mixin
    private final RateOption rate = new RateOption();

    @Override
    @Nullable
    RateLimit rateLimit() {
        return rate.limit();
    }

    @Override
    public Integer call() {
        if ((resume || atomic || verify) && local.equals("-")) {
            throw wrongUse("the standard input can be read once only: no --resume, --atomic or --verify");
        }
        if (keepTime && local.equals("-")) {
            throw wrongUse("the standard input has no modification time to keep");
        }
        FtpUrl target = parse(url);
        String path = path(target);
        TransferReport report;
        try (ProgressLine progress = ProgressLine.of(nameIn(path), isQuiet())) {
            report = run(target, client -> upload(client, path, progress));
        }
        if (report != null) {
            tell(Escaped.text(path) + ": " + Get.summary(report) + (verify ? Get.proof(report) : ""));
        }
        return 0;
    }

    private Mono<TransferReport> upload(FtpClient client, String path, ProgressLine progress) {
        if (local.equals("-")) {
            return client.upload(path, StandardStreams.read());
        }
        return client.upload(path, Path.of(local), spec -> how(spec).onProgress(progress));
    }

    private UploadSpec how(UploadSpec spec) {
        UploadSpec begun = resume ? spec.resume() : spec;
        UploadSpec named = atomic ? begun.atomically() : begun;
        UploadSpec timed = keepTime ? named.keepModified() : named;
        return verify ? timed.verify() : timed;
    }

    private String path(FtpUrl target) {
        if (!target.path().isEmpty() && !target.path().endsWith("/")) {
            return target.path();
        }
        Path name = Path.of(local).getFileName();
        if (local.equals("-") || name == null) {
            throw wrongUse("the URL has to name the file: " + target);
        }
        return target.path() + name;
    }
}
