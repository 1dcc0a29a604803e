package dev.fluxftp.reactor.torture;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Plans carried out one after the other, on one server and by one client whose sessions outlive each of them. */
final class Lane implements Callable<List<AssertionError>> {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 8;

    private final int number;
    private final List<Plan> plans;
    private final Path folder;
    private final Table table;

    /** @param folder to make folders in */
    Lane(int number, List<Plan> plans, Path folder, Table table) {
        this.number = number;
        this.plans = plans;
        this.folder = folder;
        this.table = table;
    }

    /** What went wrong, each with the plan that it went wrong with. */
    @Override
    public List<AssertionError> call() throws IOException {
        List<AssertionError> failures = new ArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(this::character)) {
            FtpClient client = client(server);
            for (Plan plan : plans) {
                try {
                    table.count(plan, trial(server, client, plan).run(number % 4 != 2));
                } catch (RuntimeException | AssertionError e) {
                    failures.add(new AssertionError(plan + " in lane " + number + ": " + e.getMessage(), e));
                }
            }
            var unused = client.disposeLater().block(Trial.SOON);
            server.sessions().awaitNoneOpen(Trial.SOON);
        }
        return failures;
    }

    /** Not all servers know all commands. */
    private void character(ServerSpec spec) {
        switch (number % 4) {
            case 1 -> spec.without("MLST");
            case 2 -> spec.without("APPE");
            case 3 -> spec.stickyRest().restTruncates();
            default -> {
                // one that knows them all
            }
        }
    }

    private static FtpClient client(ScriptedFtpServer server) {
        return FtpClient.create("localhost")
                .port(server.port())
                .credentials("tester", "secret")
                .deadlines(d -> d.reply(LONG).dataIdle(SHORT).finalReply(SHORT).close(SHORT))
                .healing(h -> h.attempts(ATTEMPTS).backoff(Duration.ofMillis(1), Duration.ofMillis(5)));
    }

    private Trial trial(ScriptedFtpServer server, FtpClient client, Plan plan) throws IOException {
        return new Trial(server, client, plan, Files.createDirectory(folder.resolve("t" + plan.index())));
    }
}
