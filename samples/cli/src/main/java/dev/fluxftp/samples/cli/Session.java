package dev.fluxftp.samples.cli;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.RateLimit;
import dev.fluxftp.session.FtpUrl;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** What every command shares: how the server is reached, and one client for the time of the command. */
abstract sealed class Session implements Callable<Integer> permits Ls, Get, Put {

    private static final Duration GOODBYE = Duration.ofSeconds(3);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "for connecting, for each reply, and without data")
    private @Nullable Integer timeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "how often in a row without progress a broken transfer goes on (5)")
    private @Nullable Integer retries;

    @Option(names = "--max-time", paramLabel = "SECONDS", description = "for everything together")
    private @Nullable Integer maxTime;

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

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    FtpUrl parse(String url) {
        try {
            return FtpUrl.parse(tls.chosen(url));
        } catch (IllegalArgumentException e) {
            throw wrongUse(String.valueOf(e.getMessage()));
        }
    }

    ParameterException wrongUse(String words) {
        return new ParameterException(spec.commandLine(), words);
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
            try {
                return inTime(work.apply(client))
                        .takeUntilOther(interruption.signal())
                        .block();
            } finally {
                client.disposeLater()
                        .onErrorComplete()
                        .timeout(GOODBYE, Mono.empty())
                        .block();
            }
        }
    }

    /** Cancelled when the time is over: it winds up like one that is interrupted. */
    private <T> Mono<T> inTime(Mono<T> work) {
        Integer most = maxTime;
        return most == null
                ? work
                : work.timeout(
                        Duration.ofSeconds(most),
                        Mono.error(() -> new TimeoutException("not done within " + most + " s (--max-time)")));
    }

    /** How many connections the command needs at a time. */
    int connections() {
        return 1;
    }

    /** For all that the command transfers; null for as fast as the network. */
    @Nullable
    RateLimit rateLimit() {
        return null;
    }

    private FtpClient client(FtpUrl url) {
        FtpClient client = FtpClient.create(url).pool(pool -> pool.maxConnections(connections()));
        RateLimit rate = rateLimit();
        if (rate != null) {
            client = client.rateLimit(rate);
        }
        if (maxTime != null && maxTime < 1) {
            throw wrongUse("--max-time is at least one second, not " + maxTime);
        }
        if (retries != null) {
            if (retries < 0) {
                throw wrongUse("a number of retries is not negative: " + retries);
            }
            int attempts = retries;
            client = client.healing(healing -> healing.attempts(attempts));
        }
        if (timeout != null) {
            if (timeout < 1) {
                throw wrongUse("a timeout is at least one second, not " + timeout);
            }
            Duration limit = Duration.ofSeconds(timeout);
            client = client.deadlines(each -> each.connect(limit)
                    .tls(limit)
                    .reply(limit)
                    .dataConnect(limit)
                    .dataIdle(limit)
                    .finalReply(limit));
        }
        if (url.security().isTls()) {
            return client.secure(tls::configure);
        }
        if (tls.isGiven()) {
            throw wrongUse("ftp:// is in the clear: use ftpes:// or --tls explicit with TLS options");
        }
        return client;
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
