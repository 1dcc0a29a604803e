package dev.fluxftp.reactor.guard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test after which something is in {@link Incidents}, and a class that left buffers behind. */
public final class IncidentGuard implements AfterEachCallback, AfterAllCallback {

    static {
        Incidents.watch();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        expectNone();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        findLeaks();
        expectNone();
    }

    /** Netty reports a leak when it tracks another buffer after the lost one was collected. */
    static void findLeaks() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(5); // the collector queues references on a thread of its own
            ByteBuf tracked = PooledByteBufAllocator.DEFAULT.buffer(16);
            tracked.release();
        }
    }

    private static void expectNone() {
        List<String> seen = Incidents.take();
        if (!seen.isEmpty()) {
            throw new AssertionError(String.join("\n", seen));
        }
    }
}
