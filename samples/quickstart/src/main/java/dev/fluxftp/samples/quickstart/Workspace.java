package dev.fluxftp.samples.quickstart;

import dev.fluxftp.samples.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A temporary folder with a room for each side; gone in the end. */
record Workspace(TemporaryFolder temporary, Path originals, Path server, Path downloads) implements AutoCloseable {

    static Workspace create() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("fluxftp-quickstart-");
        return new Workspace(folder, folder.room("originals"), folder.room("server"), folder.room("downloads"));
    }

    Path folder() {
        return temporary.path();
    }

    @Override
    public void close() throws IOException {
        temporary.close();
    }
}
