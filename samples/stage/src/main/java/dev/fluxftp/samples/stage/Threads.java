package dev.fluxftp.samples.stage;

import java.time.Duration;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpResources;

/**
 * Ends the threads of Reactor and Netty. A program of its own need not: they are daemons. But exec:java runs a
 * sample within Maven, which waits for every thread that it leaves behind.
 */
public final class Threads {

    private Threads() {}

    public static void end() {
        TcpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Duration.ofSeconds(2))
                .block();
        Schedulers.shutdownNow();
    }
}
