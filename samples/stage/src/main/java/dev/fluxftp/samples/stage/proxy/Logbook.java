package dev.fluxftp.samples.stage.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Kept by all connections of the proxy together. */
final class Logbook {

    private final AtomicInteger dataCuts = new AtomicInteger();
    private final AtomicInteger controlCuts = new AtomicInteger();
    private final AtomicInteger appends = new AtomicInteger();
    private final Queue<Long> restarts = new ConcurrentLinkedQueue<>();

    void dataCut() {
        dataCuts.incrementAndGet();
    }

    void controlCut() {
        controlCuts.incrementAndGet();
    }

    void command(String line) {
        if (line.startsWith("REST ")) {
            restarts.add(Long.valueOf(line.substring(5)));
        } else if (line.startsWith("APPE ")) {
            appends.incrementAndGet();
        }
    }

    /** Everything since the last time. */
    Sightings take() {
        List<Long> offsets = new ArrayList<>();
        for (Long offset = restarts.poll(); offset != null; offset = restarts.poll()) {
            offsets.add(offset);
        }
        return new Sightings(dataCuts.getAndSet(0), controlCuts.getAndSet(0), offsets, appends.getAndSet(0));
    }
}
