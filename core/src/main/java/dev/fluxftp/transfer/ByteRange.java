package dev.fluxftp.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Consecutive bytes of a file.
 *
 * @param start the first of them
 * @param end the one after the last
 */
public record ByteRange(long start, long end) {

    public ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }

    public long length() {
        return end - start;
    }

    /** The same bytes in as few ranges as possible, in order; empty ones are left out. */
    public static List<ByteRange> merge(List<ByteRange> ranges) {
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange next : sorted(ranges)) {
            ByteRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && next.start <= last.end) {
                merged.set(merged.size() - 1, new ByteRange(last.start, Math.max(last.end, next.end)));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    /** What is not among the ranges of the first {@code size} bytes. */
    public static List<ByteRange> missing(List<ByteRange> held, long size) {
        List<ByteRange> missing = new ArrayList<>();
        long at = 0;
        for (ByteRange range : merge(held)) {
            if (range.start >= size) {
                break;
            }
            if (range.start > at) {
                missing.add(new ByteRange(at, range.start));
            }
            at = Math.max(at, range.end);
        }
        if (at < size) {
            missing.add(new ByteRange(at, size));
        }
        return List.copyOf(missing);
    }

    /** The ranges in at least so many pieces, as long as none gets shorter than the minimum by that: the longest is halved. */
    public static List<ByteRange> divide(List<ByteRange> ranges, int pieces, long minimum) {
        List<ByteRange> divided = new ArrayList<>(sorted(ranges));
        while (divided.size() < pieces) {
            ByteRange longest = divided.stream()
                    .max(Comparator.comparingLong(ByteRange::length))
                    .orElse(null);
            if (longest == null || longest.length() < 2 * minimum) {
                break;
            }
            int parts = divided.size() == 1 ? (int) Math.min(pieces, longest.length() / minimum) : 2;
            divided.remove(longest);
            for (int i = 0; i < parts; i++) {
                divided.add(new ByteRange(longest.cut(i, parts), longest.cut(i + 1, parts)));
            }
        }
        return sorted(divided);
    }

    private long cut(int part, int parts) {
        return part == parts ? end : start + length() / parts * part;
    }

    private static List<ByteRange> sorted(List<ByteRange> ranges) {
        return ranges.stream()
                .filter(range -> range.length() > 0)
                .sorted(Comparator.comparingLong(ByteRange::start))
                .toList();
    }
}
