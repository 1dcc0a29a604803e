package dev.fluxftp.listing;

import dev.fluxftp.protocol.TimeVal;
import org.jspecify.annotations.Nullable;

/**
 * The date columns of {@code dir}: {@code 11-24-26  10:33AM}; IIS can be told to write {@code 11-24-2026}, others write
 * {@code 10:33} of 24 hours or {@code 2026-11-24}.
 */
record WindowsDate(WallClock clock) {

    // IIS leaves the century out; nothing that it lists is from before 1970
    private static final int PIVOT = 70;
    private static final int NO_SUCH_HOUR = 99;

    /** The date at the first column, null if there is none. */
    @Nullable
    ListedDate read(Columns columns) {
        String date = columns.text(0);
        boolean isHalfApart = isHalf(columns.text(2));
        int hhmm = hhmm(isHalfApart ? columns.text(1) + columns.text(2) : columns.text(1));
        char separator = date.indexOf('/') < 0 ? '-' : '/';
        int first = date.indexOf(separator);
        int second = date.indexOf(separator, first + 1);
        if (hhmm < 0 || first < 0 || second < 0) {
            return null;
        }
        int[] fields = {
            Decimal.field(date, 0, first),
            Decimal.field(date, first + 1, second),
            Decimal.field(date, second + 1, date.length())
        };
        if (fields[0] < 0 || fields[1] < 0 || fields[2] < 0) {
            return null;
        }
        TimeVal time = first == 4
                ? clock.minute(fields[0], fields[1], fields[2], hhmm)
                : clock.minute(year(fields[2], date.length() - second - 1), fields[0], fields[1], hhmm);
        return new ListedDate(0, isHalfApart ? 2 : 1, time);
    }

    /** Three digits are those of a server that counts from 1900, and as good as none. */
    private static int year(int year, int digits) {
        if (digits == 2) {
            return year < PIVOT ? 2000 + year : 1900 + year;
        }
        return digits == 4 ? year : 0;
    }

    private static int hhmm(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon > 2 || text.length() < colon + 3) {
            return Decimal.UNKNOWN;
        }
        int hours = Decimal.field(text, 0, colon);
        int minutes = Decimal.field(text, colon + 1, colon + 3);
        String half = text.substring(colon + 3);
        if (hours < 0 || minutes < 0 || !(half.isEmpty() || isHalf(half))) {
            return Decimal.UNKNOWN;
        }
        return half.isEmpty() ? hours * 100 + minutes : hourOfDay(hours, half) * 100 + minutes;
    }

    private static int hourOfDay(int hours, String half) {
        if (hours > 12) {
            return NO_SUCH_HOUR;
        }
        return hours % 12 + (half.equalsIgnoreCase("PM") ? 12 : 0);
    }

    private static boolean isHalf(String text) {
        return text.equalsIgnoreCase("AM") || text.equalsIgnoreCase("PM");
    }
}
