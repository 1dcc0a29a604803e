package dev.fluxftp.samples.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Starts the pipeline, kills it, starts it again, until it has finished. */
final class Ordeal {

    private static final int LOOK_EVERY_MILLISECONDS = 5;
    /** About as long as a member takes: the kill may hit any moment of its life. */
    private static final int LONGEST_MERCY_MILLISECONDS = 60;

    private final String url;
    private final Path folder;
    private final SplittableRandom random;
    private final List<Long> beginnings = new ArrayList<>();
    private long peakKibibytes;
    private int kills;

    /** @param folder where the pipeline keeps what it has done */
    Ordeal(String url, Path folder, long seed) {
        this.url = url;
        this.folder = folder;
        this.random = new SplittableRandom(seed);
    }

    /** @param size of the file; it is killed at so many random points of it */
    Verdict run(long size, int times) throws IOException, InterruptedException {
        long[] points = random.longs(times, 0, size).sorted().toArray();
        boolean finished = false;
        for (int i = 0; i < times && !finished; i++) {
            finished = survives(points[i]);
        }
        if (!finished) {
            survives(Long.MAX_VALUE);
        }
        return new Verdict(totals(), kills, List.copyOf(beginnings), peakKibibytes);
    }

    /** One process; whether it finished. */
    private boolean survives(long point) throws IOException, InterruptedException {
        try (Child child = Child.start(url, folder)) {
            boolean ended = false;
            while (!ended && totals().offset() < point) {
                ended = child.endsWithin(LOOK_EVERY_MILLISECONDS);
            }
            ended = ended || child.endsWithin(random.nextInt(LONGEST_MERCY_MILLISECONDS));
            if (!ended) {
                child.kill();
                kills++;
            } else if (child.exitCode() != 0) {
                throw new IllegalStateException("the pipeline failed: " + child.output());
            }
            beginnings.addAll(child.beginnings());
            peakKibibytes = Math.max(peakKibibytes, child.peakKibibytes());
            return ended;
        }
    }

    private Totals totals() throws IOException {
        return Totals.read(folder.resolve("totals"));
    }
}
