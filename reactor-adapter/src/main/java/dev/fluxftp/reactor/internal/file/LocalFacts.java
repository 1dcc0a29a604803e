package dev.fluxftp.reactor.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is known of a local file besides its bytes.
 *
 * @param permissions null where its file system has none
 */
public record LocalFacts(Instant modified, @Nullable Set<PosixFilePermission> permissions) {

    public static Mono<LocalFacts> of(Path file) {
        return LocalFiles.work("read", file, () -> read(file));
    }

    private static LocalFacts read(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return new LocalFacts(
                Files.getLastModifiedTime(file).toInstant(),
                view == null ? null : view.readAttributes().permissions());
    }
}
