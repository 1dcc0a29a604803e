package dev.fluxftp.reactor.internal.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operating system since it was started. As long as it runs, what any process wrote to a file can be read, on the disk
 * or not; only after a power failure there is a difference.
 */
final class RunningSystem {

    /** Linux makes a new one at each start, the same in all containers. */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final @Nullable String ID = read();

    private RunningSystem() {}

    /** Another one for each start, without blanks; null where the system does not tell, and nothing can be known. */
    static @Nullable String id() {
        return ID;
    }

    private static @Nullable String read() {
        try {
            String id = Files.readString(BOOT_ID, StandardCharsets.ISO_8859_1).strip();
            return id.matches("[0-9a-f-]{36}") ? id : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
