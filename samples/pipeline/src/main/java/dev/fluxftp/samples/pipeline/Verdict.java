package dev.fluxftp.samples.pipeline;

import java.util.List;

/**
 * How it ended.
 *
 * @param beginnings the offsets at which the processes began, 0 and all
 * @param peakKibibytes the most memory that any of them had, the JVM's own included; 0 where the system does not tell
 */
record Verdict(Totals totals, int kills, List<Long> beginnings, long peakKibibytes) {

    List<Long> resumedAt() {
        return beginnings.stream().filter(offset -> offset > 0).toList();
    }
}
