package dev.fluxftp.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A moment as FTP tells it: RFC 3659 section 2.3 <i>time-val</i> {@code YYYYMMDDHHMMSS[.sss]}, always UTC, with the unit to
 * which it is known.
 *
 * <p>MDTM, MFMT and the Modify fact know {@link ChronoUnit#SECONDS} or {@link ChronoUnit#MILLIS}; {@code ls -l} knows
 * {@link ChronoUnit#MINUTES} or {@link ChronoUnit#DAYS}. The true moment is not before {@code instant} and less than one
 * {@code precision} after it.
 */
public record TimeVal(Instant instant, ChronoUnit precision) {

    private static final int DIGITS = 14;
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter FRACTION = DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS", Locale.ROOT);

    public TimeVal {
        Objects.requireNonNull(precision, "precision");
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException("A time-val has a year of four digits, not " + year);
        }
    }

    /**
     * Reads a time-val, or nothing where it is not one: an unknown time is better than a wrong one. The century bug that
     * RFC 3659 section 2.3 warns of ("19100" for 2000) gives one digit too many, and so nothing.
     */
    public static Optional<TimeVal> parse(String text) {
        if (text.length() < DIGITS || !isDigits(text, 0, DIGITS)) {
            return Optional.empty();
        }
        if (text.length() == DIGITS) {
            return read(text, 0, ChronoUnit.SECONDS);
        }
        // Apache FtpServer always writes milliseconds; the RFC allows any number of digits
        if (text.charAt(DIGITS) != '.' || !isDigits(text, DIGITS + 1, text.length())) {
            return Optional.empty();
        }
        String millis = (text.substring(DIGITS + 1, Math.min(text.length(), DIGITS + 4)) + "00").substring(0, 3);
        return read(text, number(millis, 0, 3), ChronoUnit.MILLIS);
    }

    /** The time-val for MFMT and its relatives, with a fraction where this moment is known to the millisecond. */
    public String format() {
        return (precision == ChronoUnit.MILLIS ? FRACTION : WHOLE).format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Optional<TimeVal> read(String text, int millis, ChronoUnit precision) {
        int second = number(text, 12, 14);
        // RFC 3659 section 2.3 allows 60 for a leap second, which is the first second of the next minute here
        int leap = second == 60 ? 1 : 0;
        try {
            Instant instant = LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 4, 6),
                            number(text, 6, 8),
                            number(text, 8, 10),
                            number(text, 10, 12),
                            second - leap)
                    .with(ChronoField.MILLI_OF_SECOND, millis)
                    .plusSeconds(leap)
                    .toInstant(ZoneOffset.UTC);
            return Optional.of(new TimeVal(instant, precision));
        } catch (DateTimeException | IllegalArgumentException absurd) {
            return Optional.empty();
        }
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
