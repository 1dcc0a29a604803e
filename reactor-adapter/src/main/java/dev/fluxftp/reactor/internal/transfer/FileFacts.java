package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.session.CommandDialogues;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
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

    /** {@code rw-r-----} are bits: 110100000. */
    private static int mode(Set<PosixFilePermission> permissions) {
        String letters = PosixFilePermissions.toString(permissions);
        return letters.chars().reduce(0, (mode, letter) -> mode << 1 | (letter == '-' ? 0 : 1));
    }
}
