package dev.fluxftp.reactor.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of a server that keeps its files on the disk. */
record Disk(Path root) {

    /** A new folder that every user can enter. */
    static Disk open() {
        try {
            Path root = Files.createTempDirectory("fluxftp-root");
            return new Disk(Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes with the JVM. */
    static Path temporaryFile(String name, String suffix) {
        try {
            Path file = Files.createTempFile(name, suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(String path, byte[] content) {
        try {
            Files.write(root.resolve(path.substring(1)), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void touch(String path, Instant modified) {
        try {
            Files.setLastModifiedTime(root.resolve(path.substring(1)), FileTime.from(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] content(String path) {
        try {
            return Files.readAllBytes(root.resolve(path.substring(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String permissions(String path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path.substring(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // gone already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
