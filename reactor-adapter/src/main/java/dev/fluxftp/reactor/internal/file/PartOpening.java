package dev.fluxftp.reactor.internal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Opens a part, and closes it again if nobody waits for it any more by then. */
final class PartOpening {

    private final Path target;
    private final AtomicReference<@Nullable PartFile> opened = new AtomicReference<>();
    private volatile boolean abandoned;

    PartOpening(Path target) {
        this.target = target;
    }

    PartFile open() throws IOException {
        PartFile file = PartFile.openNow(target);
        opened.set(file);
        if (abandoned) {
            closeAgain();
        }
        return file;
    }

    /** Nobody waits for it. */
    void abandon() {
        abandoned = true;
        if (opened.get() != null) {
            var unused = LocalFiles.THREADS.schedule(this::closeAgain);
        }
    }

    private void closeAgain() {
        PartFile file = opened.getAndSet(null);
        if (file == null) {
            return;
        }
        try {
            file.closeNow();
        } catch (IOException e) {
            // it is unlocked all the same
        }
    }
}
