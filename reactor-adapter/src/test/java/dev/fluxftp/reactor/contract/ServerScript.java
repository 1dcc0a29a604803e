package dev.fluxftp.reactor.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The repository's {@code .ci/servers}. */
final class ServerScript {

    private static final int PATIENCE_SECONDS = 50;

    /** How a run of the script ended, and all that it said. */
    record Outcome(int code, String words) {}

    private ServerScript() {}

    /** True when a server that cannot be started is a failure. */
    static boolean required() {
        return "required".equals(System.getProperty("fluxftp.servers"));
    }

    /** What it said; fails when it did not succeed. */
    static String run(String... arguments) {
        Outcome outcome = attempt(arguments);
        if (outcome.code() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + outcome.words());
        }
        return outcome.words();
    }

    static Outcome attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of(find().toString()));
        command.addAll(List.of(arguments));
        try {
            Path words = Files.createTempFile("fluxftp-servers", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Outcome(-1, "no end after " + PATIENCE_SECONDS + " s");
                }
                return new Outcome(
                        process.exitValue(), new String(Files.readAllBytes(words), StandardCharsets.UTF_8).strip());
            } finally {
                Files.delete(words);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path find() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve(".ci/servers");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new IllegalStateException("no .ci/servers in " + here + " or above");
    }
}
