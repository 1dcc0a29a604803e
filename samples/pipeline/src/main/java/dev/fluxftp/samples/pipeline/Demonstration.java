package dev.fluxftp.samples.pipeline;

import dev.fluxftp.samples.stage.EmbeddedServer;
import dev.fluxftp.samples.stage.TemporaryFolder;
import dev.fluxftp.samples.stage.Threads;
import dev.fluxftp.samples.stage.proxy.FaultProxy;
import dev.fluxftp.samples.stage.proxy.Sightings;
import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.FtpUrl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Puts a gzip CSV on an FTP server of its own, and lets the pipeline add it up through a proxy that cuts connections, in a
 * process that is killed again and again; prints what happened, and whether the totals are right.
 *
 * <pre>
 *   ./mvnw -q -pl samples/pipeline -am compile exec:java@pipeline
 *   ./mvnw -q -pl samples/pipeline -am compile exec:java@pipeline -Dexec.args="1024 --kills=20"
 * </pre>
 */
public final class Demonstration {

    private static final String FILE = "orders.csv.gz";
    private static final int OFFSETS_SHOWN = 6;

    private final PrintStream out;

    private Demonstration(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            if (!run(Options.of(args), System.out)) {
                throw new IllegalStateException("not the right totals"); // Maven exits with 1 then
            }
        } finally {
            Threads.end();
        }
    }

    /** Whether the totals are right. */
    static boolean run(Options options, PrintStream out) throws IOException, InterruptedException {
        return new Demonstration(out).run(options);
    }

    private boolean run(Options options) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create("fluxftp-pipeline-");
                EmbeddedServer server = EmbeddedServer.start(folder.room("server"));
                FaultProxy proxy = FaultProxy.before(server.url(), options.seed())) {
            print("FluxFTP: %d MiB of CSV in gzip (--seed=%d)%n%n", options.mebibytes(), options.seed());
            Path file = server.root().resolve(FILE);
            Orders orders = Orders.write(file, (long) options.mebibytes() << 20, options.seed());

            long began = System.nanoTime();
            Verdict verdict = new Ordeal(address(proxy.url()), folder.room("pipeline"), options.seed())
                    .run(orders.totals().offset(), options.kills());
            report(orders, verdict, proxy.takeSightings(), (System.nanoTime() - began) / 1e9);
            return verdict.totals().equals(orders.totals());
        }
    }

    private void report(Orders orders, Verdict verdict, Sightings sightings, double seconds) {
        print("%-26s%18s%18s%n", "", "written", "added up");
        row("lines", orders.totals().lines(), verdict.totals().lines());
        row("sum in cents", orders.totals().cents(), verdict.totals().cents());
        row("bytes of gzip", orders.totals().offset(), verdict.totals().offset());
        print("%nbytes of CSV              %,18d%n", orders.bytes());
        print("seconds                   %,18.1f%n", seconds);
        print("connections cut           %,18d%n", sightings.cuts());
        print("processes killed          %,18d%n", verdict.kills());
        print("MiB at the most, all told %,18d%n", verdict.peakKibibytes() >> 10);
        print("times it went on          %,18d%n", verdict.resumedAt().size());
        print("at, for instance            %s%n%n", offsets(verdict));
        print("%s%n", verdict.totals().equals(orders.totals()) ? "The totals are exactly right." : "WRONG TOTALS");
    }

    private void row(String what, long written, long added) {
        print("%-26s%,18d%,18d%n", what, written, added);
    }

    private static String offsets(Verdict verdict) {
        return verdict.resumedAt().stream()
                .limit(OFFSETS_SHOWN)
                .map(offset -> String.format(Locale.ROOT, "%,d", offset))
                .collect(Collectors.joining("  "));
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    /** As a program is told it, with the password. */
    private static String address(FtpUrl server) {
        Credentials user = Objects.requireNonNull(server.credentials());
        return "ftp://" + user.user() + ":" + user.password() + "@" + server.host() + ":" + server.port() + "/" + FILE;
    }
}
