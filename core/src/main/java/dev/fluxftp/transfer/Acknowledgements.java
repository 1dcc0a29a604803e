package dev.fluxftp.transfer;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which bytes of a file have been acknowledged, in any order, and up to where without a gap. Ranges that touch become one,
 * so that it needs memory only for the gaps. Not for several threads at once.
 */
public final class Acknowledgements {

    /** From start to end, beyond the offset; none touches another. */
    private final TreeMap<Long, Long> islands = new TreeMap<>();

    private long offset;

    /** @param offset everything before it counts as acknowledged */
    public Acknowledgements(long offset) {
        this.offset = offset;
    }

    /** Everything before it has been acknowledged. */
    public long offset() {
        return offset;
    }

    /** True when what follows a gap begins with that byte. */
    public boolean resumesAt(long from) {
        return islands.containsKey(from);
    }

    /** How many gaps there are between what has been acknowledged. */
    public int gaps() {
        return islands.size();
    }

    /**
     * Adds a range; what of it was known already makes no difference.
     *
     * @param from the first byte
     * @param to the one behind the last
     * @return true if the offset has moved
     */
    public boolean add(long from, long to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a range: " + from + " to " + to);
        }
        if (to <= offset || to == from) {
            return false;
        }
        if (from > offset) {
            addIsland(from, to);
            return false;
        }
        offset = to;
        while (!islands.isEmpty() && islands.firstKey() <= offset) {
            offset = Math.max(offset, islands.pollFirstEntry().getValue());
        }
        return true;
    }

    private void addIsland(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = islands.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> next = islands.ceilingEntry(start);
        while (next != null && next.getKey() <= end) {
            end = Math.max(end, next.getValue());
            islands.remove(next.getKey());
            next = islands.higherEntry(start);
        }
        islands.put(start, end);
    }
}
