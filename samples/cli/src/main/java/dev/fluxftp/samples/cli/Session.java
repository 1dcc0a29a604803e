package dev.fluxftp.samples.cli;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.TlsSpec;
import dev.fluxftp.session.FtpUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** What every command shares: how the server is reached, and one client for the time of the command. */
abstract sealed class Session implements Callable<Integer> permits Ls, Get, Put {

    private static final Duration GOODBYE = Duration.ofSeconds(3);

    enum Tls {
        EXPLICIT,
        IMPLICIT
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "explicit or implicit, whatever the scheme of the URL says")
    private @Nullable Tls tls;

    @Option(
            names = "--tls-protocol",
            paramLabel = "NAME",
            description = "allow this one only, for instance TLSv1.2; repeatable")
    private List<String> protocols = List.of();

    @Option(names = "--ca", paramLabel = "FILE", description = "trust the authorities in this PEM file, and no others")
    private @Nullable Path authorities;

    @Option(names = "--insecure", description = "believe any certificate: encrypted, but to whom is anybody's guess")
    private boolean insecure;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "for connecting, for each reply, and without data")
    private int timeout;

    @Option(
            names = {"-q", "--quiet"},
            description = "errors only")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "show what is said to the server, secrets masked")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    boolean isQuiet() {
        return quiet;
    }

    void tell(String line) {
        if (!quiet) {
            spec.commandLine().getErr().println(line);
        }
    }

    java.io.PrintWriter out() {
        return spec.commandLine().getOut();
    }

    FtpUrl parse(String url) {
        String chosen = tls == null
                ? url
                : url.replaceFirst("^(?i)ftp(s|es)?://", tls == Tls.EXPLICIT ? "ftpes://" : "ftps://");
        return FtpUrl.parse(chosen);
    }

    /** Runs the work to its end. An interrupt cancels it and lets it wind up before the program ends. */
    <T> @Nullable T run(FtpUrl url, Function<FtpClient, Mono<T>> work) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showShortLogName", "true");
        if (verbose) {
            System.setProperty("org.slf4j.simpleLogger.log.dev.fluxftp", "debug");
        }
        FtpClient client = client(url);
        try (Interruption interruption = new Interruption()) {
            return work.apply(client).takeUntilOther(interruption.signal()).block();
        } finally {
            client.disposeLater()
                    .onErrorComplete()
                    .timeout(GOODBYE, Mono.empty())
                    .block();
        }
    }

    private FtpClient client(FtpUrl url) {
        FtpClient client = FtpClient.create(url).pool(pool -> pool.maxConnections(1));
        if (timeout > 0) {
            Duration limit = Duration.ofSeconds(timeout);
            client = client.deadlines(each -> each.connect(limit)
                    .tls(limit)
                    .reply(limit)
                    .dataConnect(limit)
                    .dataIdle(limit)
                    .finalReply(limit));
        }
        if (insecure) {
            spec.commandLine()
                    .getErr()
                    .println("fluxftp: WARNING: certificates are NOT checked (--insecure)."
                            + " Anybody on the way can read and change everything.");
        }
        return url.security().isTls() ? client.secure(this::configure) : client;
    }

    private TlsSpec configure(TlsSpec given) {
        TlsSpec configured = given.protocols(protocols.toArray(String[]::new));
        configured = authorities == null ? configured : configured.trust(authorities);
        return insecure ? configured.insecure() : configured;
    }

    /** The last segment of a path, or empty. */
    static String nameIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String rate(long bytes, Duration duration) {
        double seconds = Math.max(0.001, duration.toMillis() / 1000.0);
        return String.format(Locale.ROOT, "%,d bytes in %.1f s, %.1f MB/s", bytes, seconds, bytes / seconds / 1e6);
    }
}
