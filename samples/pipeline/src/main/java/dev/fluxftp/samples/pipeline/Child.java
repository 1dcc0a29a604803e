package dev.fluxftp.samples.pipeline;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The pipeline in a JVM of its own, with little memory, so that it can be killed. */
final class Child implements AutoCloseable {

    private final Process process;
    private final Path log;
    private long peakKibibytes;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Child start(String url, Path folder) throws IOException {
        Path log = Files.createTempFile(folder, "child-", ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:MaxDirectMemorySize=32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // its life is short
                        "-cp",
                        classPath(),
                        Pipeline.class.getName(),
                        url,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Child(process, log);
    }

    /** Whether it ended by itself within that time. */
    boolean endsWithin(long milliseconds) throws IOException, InterruptedException {
        measure();
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL. */
    void kill() throws IOException, InterruptedException {
        measure();
        process.destroyForcibly().waitFor();
    }

    int exitCode() {
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** The most memory that the system has given it; 0 where the system does not tell. */
    long peakKibibytes() {
        return peakKibibytes;
    }

    /** The offsets that it began at; more than one where the pipeline tried again by itself. */
    List<Long> beginnings() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("goes on at "))
                    .map(line -> Long.valueOf(line.substring(11)))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void measure() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (Files.isReadable(status)) {
            try (Stream<String> lines = Files.lines(status)) {
                peakKibibytes = lines.filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(peakKibibytes);
            }
        }
    }

    /** In Maven's own JVM, where exec:java runs this, the class path is Maven's. */
    private static String classPath() {
        if (!(Child.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        List<String> entries = new ArrayList<>();
        for (URL entry : loader.getURLs()) {
            try {
                entries.add(Path.of(entry.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("not a file: " + entry, e);
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
