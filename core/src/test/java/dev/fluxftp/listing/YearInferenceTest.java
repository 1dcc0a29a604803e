package dev.fluxftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates without a year, and zones: when is {@code Nov 24 10:33}? */
class YearInferenceTest {

    @ParameterizedTest(name = "{1} read at {0} is {2}")
    @CsvSource({
        // the same year
        "2026-11-21T12:00:00Z, Nov 21 12:00, 2026-11-21T12:00:00Z",
        "2026-11-21T12:00:00Z, Nov 21 11:59, 2026-11-21T11:59:00Z",
        "2026-11-21T12:00:00Z, May 22 12:00, 2026-05-22T12:00:00Z",
        // just ahead: clocks that disagree, and files dated ahead
        "2026-11-21T12:00:00Z, Nov 21 12:01, 2026-11-21T12:01:00Z",
        "2026-11-21T12:00:00Z, Nov 24 10:33, 2026-11-24T10:33:00Z",
        "2026-11-21T12:00:00Z, Dec 21 12:00, 2026-12-21T12:00:00Z",
        // neither lately nor soon
        "2026-11-21T12:00:00Z, Dec 31 12:00,",
        "2026-11-21T12:00:00Z, Apr 30 12:00,",
        "2026-11-21T12:00:00Z, Feb 28 12:00,",
        // around New Year
        "2026-01-01T00:00:00Z, Dec 31 23:59, 2025-12-31T23:59:00Z",
        "2026-01-01T00:00:00Z, Jan  1 00:00, 2026-01-01T00:00:00Z",
        "2025-12-31T23:59:00Z, Jan  1 00:00, 2026-01-01T00:00:00Z",
        "2025-12-31T23:59:00Z, Jan 20 00:00, 2026-01-20T00:00:00Z",
        "2026-02-10T00:00:00Z, Sep  1 00:00, 2025-09-01T00:00:00Z",
        "2026-02-10T00:00:00Z, Dec 31 00:00, 2025-12-31T00:00:00Z",
        // leap days
        "2024-03-01T00:00:00Z, Feb 29 10:00, 2024-02-29T10:00:00Z",
        "2024-02-28T00:00:00Z, Feb 29 10:00, 2024-02-29T10:00:00Z",
        "2024-08-20T00:00:00Z, Feb 29 10:00, 2024-02-29T10:00:00Z",
        "2024-02-29T12:00:00Z, Feb 28 10:00, 2024-02-28T10:00:00Z",
        "2024-02-29T12:00:00Z, Sep  1 10:00, 2023-09-01T10:00:00Z",
        "2025-03-01T00:00:00Z, Feb 29 10:00,",
        "2023-02-28T00:00:00Z, Feb 29 10:00,",
        "2100-03-01T00:00:00Z, Feb 29 10:00,",
        // the ends of time
        "0001-01-01T00:00:00Z, Dec 31 10:00,",
        "9999-12-31T23:00:00Z, Jan  1 10:00,",
    })
    void takesTheYearNearNow(Instant now, String date, Instant expected) {
        FtpEntry entry = read("UTC", now, date);
        assertThat(entry.modified()).isEqualTo(expected);
        assertThat(entry.modifiedPrecision()).isEqualTo(expected == null ? null : ChronoUnit.MINUTES);
    }

    @ParameterizedTest(name = "{1} in {0} is {2}")
    @CsvSource({
        "Europe/Berlin, Nov 21 13:00, 2026-11-21T12:00:00Z, MINUTES",
        "America/New_York, Nov 21 07:00, 2026-11-21T12:00:00Z, MINUTES",
        "Asia/Kolkata, Nov 21 17:30, 2026-11-21T12:00:00Z, MINUTES",
        "Europe/Berlin, Nov 21  2025, 2025-11-20T23:00:00Z, DAYS",
        // summer time begins: 02:30 does not exist
        "Europe/Berlin, 2026-03-29 01:59, 2026-03-29T00:59:00Z, MINUTES",
        "Europe/Berlin, 2026-03-29 02:30,,",
        "Europe/Berlin, 2026-03-29 03:00, 2026-03-29T01:00:00Z, MINUTES",
        // and ends: 02:30 exists twice
        "Europe/Berlin, 2026-10-25 02:30, 2026-10-25T00:30:00Z, HOURS",
        "Europe/Berlin, 2026-10-25 03:00, 2026-10-25T02:00:00Z, MINUTES",
        // a midnight that does not exist: the day begins at one
        "America/Sao_Paulo, Nov  4  2018, 2018-11-04T03:00:00Z, DAYS",
    })
    void isOfTheServersZone(String zone, String date, Instant expected, ChronoUnit precision) {
        FtpEntry entry = read(zone, Instant.parse("2026-11-21T12:00:00Z"), date);
        assertThat(entry.modified()).isEqualTo(expected);
        assertThat(entry.modifiedPrecision()).isEqualTo(precision);
    }

    @Test
    void nowIsOfTheServersZoneToo() {
        // 2026 in UTC, still 2025 in New York
        Instant now = Instant.parse("2026-01-01T02:00:00Z");
        assertThat(read("America/New_York", now, "Dec 31 20:59").modified()).isEqualTo("2026-01-01T01:59:00Z");
    }

    @Test
    void windowsDatesAreOfTheServersZone() {
        ListingFormat format = ListingFormat.windows(ZoneId.of("America/New_York"));
        FtpEntry entry = format.read("11-21-26  07:00AM                    1 n").orElseThrow();
        assertThat(entry.modified()).isEqualTo("2026-11-21T12:00:00Z");
    }

    private static FtpEntry read(String zone, Instant now, String date) {
        return ListingFormat.unix(ZoneId.of(zone), now)
                .read("-rw-r--r-- 1 0 0 1 " + date + " n")
                .orElseThrow();
    }
}
