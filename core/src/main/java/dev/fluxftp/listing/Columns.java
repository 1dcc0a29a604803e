package dev.fluxftp.listing;

/**
 * The first columns of a line, each ended by spaces. Their number is bounded, so that a hostile line costs no more than
 * one pass; a column that is not there is empty.
 */
final class Columns {

    private final String line;
    private final int[] starts;
    private final int[] ends;
    private final int count;

    private Columns(String line, int[] starts, int[] ends, int count) {
        this.line = line;
        this.starts = starts;
        this.ends = ends;
        this.count = count;
    }

    static Columns of(String line, int most) {
        int[] starts = new int[most];
        int[] ends = new int[most];
        int count = 0;
        int at = blanks(line, 0);
        while (count < most && at < line.length()) {
            int space = line.indexOf(' ', at);
            starts[count] = at;
            ends[count] = space < 0 ? line.length() : space;
            at = blanks(line, ends[count++]);
        }
        return new Columns(line, starts, ends, count);
    }

    int count() {
        return count;
    }

    String text(int column) {
        return column < count ? line.substring(starts[column], ends[column]) : "";
    }

    /** From the first column to the last of them, the spaces between them kept. */
    String text(int first, int last) {
        return line.substring(starts[first], ends[last]);
    }

    /** What follows a column and so many characters after it; empty when the line ends before. */
    String after(int column, int padding) {
        int from = ends[column] + padding;
        return from < line.length() ? line.substring(from) : "";
    }

    /** How many spaces follow a column. */
    int padding(int column) {
        return blanks(line, ends[column]) - ends[column];
    }

    private static int blanks(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
