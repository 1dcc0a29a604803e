package dev.fluxftp.listing;

import dev.fluxftp.protocol.TimeVal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The date columns of {@code ls -l}: {@code Nov 24 10:33}, {@code Nov 24  2026}, {@code 24 Nov 2026} or, with
 * {@code --time-style=long-iso}, {@code 2026-11-24 10:33}.
 */
record UnixDate(WallClock clock, Instant now) {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int LONGEST_MONTH = 16;

    /** The date that begins at this column, null if none does. */
    @Nullable
    ListedDate read(Columns columns, int at) {
        int month = month(columns.text(at));
        if (month > 0) {
            return monthAndDay(columns, at, month, day(columns.text(at + 1)));
        }
        int secondMonth = month(columns.text(at + 1));
        if (secondMonth > 0) {
            return monthAndDay(columns, at, secondMonth, day(columns.text(at)));
        }
        return iso(columns, at);
    }

    /** The same with a month in any language: a date, but nobody knows which. */
    @Nullable
    ListedDate readForeign(Columns columns, int at) {
        String first = columns.text(at);
        String second = columns.text(at + 1);
        boolean isDate = (isWord(first) && day(second) >= 0) || (day(first) >= 0 && isWord(second));
        String last = columns.text(at + 2);
        return isDate && (time(last) >= 0 || year(last) >= 0) ? new ListedDate(at, at + 2, null) : null;
    }

    private @Nullable ListedDate monthAndDay(Columns columns, int at, int month, int day) {
        String last = columns.text(at + 2);
        int time = time(last);
        int year = year(last);
        if (day < 0 || (time < 0 && year < 0)) {
            return null;
        }
        TimeVal value = time < 0 ? clock.day(year, month, day) : clock.recent(now, month, day, time);
        return new ListedDate(at, at + 2, value);
    }

    private @Nullable ListedDate iso(Columns columns, int at) {
        String date = columns.text(at);
        if (date.length() != 10 || date.charAt(4) != '-' || date.charAt(7) != '-') {
            return null;
        }
        int year = Decimal.field(date, 0, 4);
        int month = Decimal.field(date, 5, 7);
        int day = Decimal.field(date, 8, 10);
        int time = time(columns.text(at + 1));
        boolean isDate = year >= 0 && month >= 0 && day >= 0 && time >= 0;
        return isDate ? new ListedDate(at, at + 1, clock.minute(year, month, day, time)) : null;
    }

    private static int month(String text) {
        return text.length() == 3 ? MONTHS.indexOf(text.toLowerCase(Locale.ROOT)) + 1 : 0;
    }

    private static boolean isWord(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_MONTH && !Decimal.isNumber(text);
    }

    private static int day(String text) {
        return text.length() <= 2 ? Decimal.field(text, 0, text.length()) : Decimal.UNKNOWN;
    }

    /** Five digits as well: no year that we know, but no reason to lose the entry. */
    private static int year(String text) {
        return text.length() >= 4 ? Decimal.field(text, 0, text.length()) : Decimal.UNKNOWN;
    }

    private static int time(String text) {
        int colon = text.length() - 3;
        if (colon < 1 || colon > 2 || text.charAt(colon) != ':') {
            return Decimal.UNKNOWN;
        }
        int hours = Decimal.field(text, 0, colon);
        int minutes = Decimal.field(text, colon + 1, text.length());
        return hours < 0 || minutes < 0 ? Decimal.UNKNOWN : hours * 100 + minutes;
    }
}
