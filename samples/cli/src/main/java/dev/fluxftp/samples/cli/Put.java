package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.Escaped;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.transfer.TransferReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
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

    @Override
    public Integer call() {
        if (resume && local.equals("-")) {
            throw wrongUse("the standard input cannot be resumed");
        }
        FtpUrl target = parse(url);
        String path = path(target);
        TransferReport report;
        try (ProgressLine progress = ProgressLine.of(nameIn(path), isQuiet())) {
            report = run(target, client -> upload(client, path, progress));
        }
        if (report != null) {
            tell(Escaped.text(path) + ": " + Get.summary(report));
        }
        return 0;
    }

    private Mono<TransferReport> upload(FtpClient client, String path, ProgressLine progress) {
        if (local.equals("-")) {
            return client.upload(path, StandardStreams.read());
        }
        return client.upload(path, Path.of(local), spec -> (resume ? spec.resume() : spec).onProgress(progress));
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
