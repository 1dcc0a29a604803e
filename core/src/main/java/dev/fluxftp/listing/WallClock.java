package dev.fluxftp.listing;

import dev.fluxftp.protocol.TimeVal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clock on the server's wall, from which LIST takes its dates. LIST does not say in which zone it hangs, so the
 * zone is an assumption. A date that does not exist is unknown (null), as is one of the hour that summer time skips.
 */
record WallClock(ZoneId zone) {

    // ls leaves the year out for the last six months; the rest of the window is for clocks and zones that disagree
    private static final int DAYS_BACK = 190;
    // Five of six servers measured leave it out for a near future date as well
    private static final int DAYS_AHEAD = 32;

    /** A date without a time. */
    @Nullable
    TimeVal day(int year, int month, int day) {
        LocalDateTime midnight = local(year, month, day, 0);
        if (midnight == null) {
            return null;
        }
        Instant start = midnight.toLocalDate().atStartOfDay(zone).toInstant();
        return timeVal(start, ChronoUnit.DAYS);
    }

    /** A date with a time {@code hhmm}, hours times hundred and minutes. */
    @Nullable
    TimeVal minute(int year, int month, int day, int hhmm) {
        LocalDateTime local = local(year, month, day, hhmm);
        return local == null ? null : minute(local);
    }

    /** A date without a year: the one year that puts it near {@code now}, unknown if there is none. */
    @Nullable
    TimeVal recent(Instant now, int month, int day, int hhmm) {
        LocalDateTime here = LocalDateTime.ofInstant(now, zone);
        for (int year = here.getYear() - 1; year <= here.getYear() + 1; year++) {
            // No Feb 29 in most years: then this year is out, not the date
            LocalDateTime local = local(year, month, day, hhmm);
            if (local != null
                    && !local.isBefore(here.minusDays(DAYS_BACK))
                    && !local.isAfter(here.plusDays(DAYS_AHEAD))) {
                return minute(local);
            }
        }
        return null;
    }

    private @Nullable TimeVal minute(LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            return null;
        }
        // When summer time ends an hour comes twice: the first of them, known to the hour
        return timeVal(local.toInstant(offsets.get(0)), offsets.size() == 1 ? ChronoUnit.MINUTES : ChronoUnit.HOURS);
    }

    private static @Nullable TimeVal timeVal(Instant instant, ChronoUnit precision) {
        try {
            return new TimeVal(instant, precision);
        } catch (IllegalArgumentException absurdYear) {
            return null;
        }
    }

    private static @Nullable LocalDateTime local(int year, int month, int day, int hhmm) {
        try {
            return LocalDate.of(year, month, day).atTime(LocalTime.of(hhmm / 100, hhmm % 100));
        } catch (DateTimeException absurd) {
            return null;
        }
    }
}
