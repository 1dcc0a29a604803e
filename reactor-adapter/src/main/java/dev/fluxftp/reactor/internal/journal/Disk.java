package dev.fluxftp.reactor.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** How files are opened. */
@FunctionalInterface
interface Disk {
    FileChannel open(Path file, OpenOption... options) throws IOException;
}
