package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.transfer.Healing;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What is said of a file and is not its bytes: when it was modified, and who may do what with it. */
public final class FileFacts {

    private FileFacts() {}

    /** MFMT, or what a server has instead. */
    public static Mono<Void> setModified(ControlChannel session, String path, Instant time) {
        return session.perform(() -> CommandDialogues.setModified(path, time, session.features(), session.profile()))
                .then();
    }

    /** SITE CHMOD. */
    public static Mono<Void> setPermissions(ControlChannel session, String path, Set<PosixFilePermission> permissions) {
        return session.perform(() -> CommandDialogues.setMode(path, mode(permissions)))
                .then();
    }

    /**
     * Both, as far as they are given; said again where the answer was lost.
     *
     * @param modified null for what the server has
     * @param permissions null for what the server has
     */
    public static Mono<Void> set(
            Sessions sessions,
            Healing healing,
            String path,
            @Nullable Instant modified,
            @Nullable Set<PosixFilePermission> permissions) {
        if (modified == null && permissions == null) {
            return Mono.empty();
        }
        return sessions.useOnce(session -> {
                    Mono<Void> time = modified == null ? Mono.empty() : setModified(session, path, modified);
                    return permissions == null
                            ? time
                            : time.then(Mono.defer(() -> setPermissions(session, path, permissions)));
                })
                .retryWhen(Attempts.of(healing, e -> e.isTransient()));
    }

    /** {@code rw-r-----} are bits: 110100000. */
    private static int mode(Set<PosixFilePermission> permissions) {
        String letters = PosixFilePermissions.toString(permissions);
        return letters.chars().reduce(0, (mode, letter) -> mode << 1 | (letter == '-' ? 0 : 1));
    }
}
