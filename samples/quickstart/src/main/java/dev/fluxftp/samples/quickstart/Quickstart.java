package dev.fluxftp.samples.quickstart;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.samples.stage.Threads;
import dev.fluxftp.samples.stage.proxy.FaultProxy;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Sends 200 files to a server and fetches them back, eight at a time, while a proxy in between cuts connections at random
 * points; prints what happened, and whether every byte is what it was.
 *
 * <pre>
 *   ./mvnw -q compile exec:java                                             against an FTP server of its own
 *   ./mvnw -q compile exec:java -Dexec.args="ftp://user:password@host/dir"  against yours
 * </pre>
 */
public final class Quickstart {

    private Quickstart() {}

    public static void main(String[] args) throws IOException {
        try {
            Outcome outcome = run(Options.of(args), System.out);
            if (!outcome.isGood()) {
                // not System.exit(): exec:java runs this in Maven's own JVM, and an exception makes Maven exit with 1
                throw new IllegalStateException("not what they were: " + outcome.mismatches());
            }
        } finally {
            Threads.end();
        }
    }

    static Outcome run(Options options, PrintStream out) throws IOException {
        try (Workspace folder = Workspace.create();
                Server server = Server.of(options, folder);
                FaultProxy proxy = FaultProxy.before(server.url(), options.seed())) {
            List<SampleFile> files = SampleFile.createAll(folder.originals(), options.files(), options.seed());
            Table table = new Table(out);
            table.begin(options, server);

            Mono<Outcome> job = Mono.usingWhen(
                    Mono.fromSupplier(() -> FtpClient.create(proxy.url()).pool(pool -> pool.maxConnections(8))),
                    client -> new Job(client, server, folder.downloads(), proxy::takeSightings).run(files),
                    FtpClient::disposeLater);

            Outcome outcome =
                    Objects.requireNonNull(job.block()); // the one place that waits: main has nothing else to do
            table.end(outcome);
            return outcome;
        }
    }
}
