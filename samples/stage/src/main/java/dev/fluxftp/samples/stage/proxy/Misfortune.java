package dev.fluxftp.samples.stage.proxy;

import java.util.Random;

/**
 * When things break. As in nature, a connection that has lasted for long is not safer than a new one (the lives are
 * distributed exponentially), so most small files pass unharmed and every large one is cut several times.
 */
final class Misfortune {

    private static final double MEAN_BYTES = 4 * 1024 * 1024;
    private static final double MEAN_REPLIES = 150;

    private final Random random;

    Misfortune(long seed) {
        this.random = new Random(seed);
    }

    /** How much a data connection carries before it breaks. */
    long bytesUntilCut() {
        return life(MEAN_BYTES);
    }

    /** How many replies a control connection carries before it breaks. */
    long repliesUntilCut() {
        return life(MEAN_REPLIES);
    }

    /** Half of the connections break with a reset; the others seem to end in good order, as those of a killed server do. */
    boolean isRude() {
        return random.nextBoolean();
    }

    private long life(double mean) {
        return 1 + (long) (-mean * Math.log(1 - random.nextDouble()));
    }
}
