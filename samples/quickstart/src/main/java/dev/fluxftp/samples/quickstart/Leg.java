package dev.fluxftp.samples.quickstart;

import dev.fluxftp.samples.stage.proxy.Sightings;
import java.time.Duration;
import java.util.List;

/**
 * One way of the journey.
 *
 * @param files that set out
 * @param equal those whose hash was the original's when they arrived
 * @param sightings what the proxy did and saw meanwhile
 */
record Leg(List<SampleFile> files, List<SampleFile> equal, Duration time, Sightings sightings) {

    long bytes() {
        return files.stream().mapToLong(SampleFile::size).sum();
    }

    double megabytesPerSecond() {
        return bytes() / 1e6 / Math.max(1e-3, time.toMillis() / 1e3);
    }

    List<String> mismatches() {
        return files.stream()
                .filter(file -> !equal.contains(file))
                .map(SampleFile::name)
                .toList();
    }
}
