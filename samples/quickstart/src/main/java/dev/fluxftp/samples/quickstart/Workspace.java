package dev.fluxftp.samples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder with a room for each side; gone in the end. */
record Workspace(Path folder) implements AutoCloseable {

    static Workspace create() throws IOException {
        Workspace workspace = new Workspace(Files.createTempDirectory("fluxftp-quickstart-"));
        for (Path room : List.of(workspace.originals(), workspace.server(), workspace.downloads())) {
            Files.createDirectory(room);
        }
        return workspace;
    }

    Path originals() {
        return folder.resolve("originals");
    }

    Path server() {
        return folder.resolve("server");
    }

    Path downloads() {
        return folder.resolve("downloads");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
