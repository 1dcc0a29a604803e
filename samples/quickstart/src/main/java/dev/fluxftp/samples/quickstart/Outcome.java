package dev.fluxftp.samples.quickstart;

import java.util.List;
import java.util.stream.Stream;

/** Both ways. */
record Outcome(Leg upload, Leg download) {

    boolean isGood() {
        return mismatches().isEmpty();
    }

    List<String> mismatches() {
        return Stream.of(upload, download)
                .flatMap(leg -> leg.mismatches().stream())
                .distinct()
                .toList();
    }
}
