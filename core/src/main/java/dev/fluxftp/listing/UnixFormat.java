package dev.fluxftp.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ls -l}, which no standard fixes:
 *
 * <pre>
 * -rw-r--r--   1 ftp      ftp          1024 Nov 24 10:33 name
 * mode [links] [owner [group]] size date name
 * </pre>
 */
final class UnixFormat implements ListingFormat {

    /*
     * Columns may be missing, and groups may hold spaces ("Domain Users"), so columns are not counted from the left.
     * The anchor is the date: the first columns that have the shape of one and follow a size. A name comes after its
     * date and so cannot pretend to be one.
     */

    private static final int MOST_COLUMNS = 16;
    /** Before the date come the mode, the size and at least one column more. */
    private static final int FIRST_DATE_COLUMN = 3;

    private static final Set<String> TOTAL = Set.of("total", "insgesamt", "totale", "итого", "合計", "总用量");
    private static final String ARROW = " -> ";

    private final UnixDate dates;

    UnixFormat(ZoneId zone, Instant now) {
        this.dates = new UnixDate(new WallClock(zone), now);
    }

    @Override
    public Optional<FtpEntry> read(String line) {
        Columns columns = Columns.of(line, MOST_COLUMNS);
        if (columns.count() == 0 || isTotal(columns)) {
            return Optional.empty();
        }
        FtpEntry entry = isMode(columns.text(0)) ? entry(line, columns) : null;
        if (entry == null) {
            return Optional.of(FtpEntry.unparsed(line));
        }
        return entry.name().equals(".") || entry.name().equals("..") ? Optional.empty() : Optional.of(entry);
    }

    private static boolean isTotal(Columns columns) {
        return columns.count() == 2 && TOTAL.contains(columns.text(0)) && Decimal.isNumber(columns.text(1));
    }

    private static boolean isMode(String text) {
        if (text.length() < 10 || text.length() > 11 || "-dlbcpsDP".indexOf(text.charAt(0)) < 0) {
            return false;
        }
        for (int i = 1; i < 10; i++) {
            if ("rwxsStTlL-".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        // An access control list, extended attributes, a security context
        return text.length() == 10 || "+@.".indexOf(text.charAt(10)) >= 0;
    }

    private @Nullable FtpEntry entry(String line, Columns columns) {
        String mode = columns.text(0);
        ListedDate date = date(columns, mode);
        String name = date == null ? "" : columns.after(date.lastColumn(), 1);
        if (date == null || name.isEmpty()) {
            return null;
        }
        String sizeText = columns.text(date.firstColumn() - 1);
        long size = isDevice(mode) ? Decimal.UNKNOWN : Decimal.size(sizeText);
        EntryBuilder entry = new EntryBuilder(line)
                .name(name)
                .type(type(mode))
                .size(size)
                .permissions(mode.substring(1))
                .modified(date.time());
        owners(entry, columns, lastOwner(columns, date));
        return type(mode) == FtpEntry.Type.LINK ? link(entry, name, size).build() : entry.build();
    }

    /** English months first: any other word before two numbers could be the name of a group. */
    private @Nullable ListedDate date(Columns columns, String mode) {
        for (int at = FIRST_DATE_COLUMN; at < columns.count(); at++) {
            ListedDate date = followsSize(columns, at, mode) ? dates.read(columns, at) : null;
            if (date != null) {
                return date;
            }
        }
        for (int at = FIRST_DATE_COLUMN; at < columns.count(); at++) {
            ListedDate date = followsSize(columns, at, mode) ? dates.readForeign(columns, at) : null;
            if (date != null) {
                return date;
            }
        }
        return null;
    }

    private static boolean followsSize(Columns columns, int at, String mode) {
        String size = columns.text(at - 1);
        // Servers that count in 32 bits wrote a minus before the size of a large file
        return isDevice(mode) || Decimal.isNumber(size.startsWith("-") ? size.substring(1) : size);
    }

    /** Devices have two numbers for a size: {@code 1, 3} or {@code 1,3}. */
    private static int lastOwner(Columns columns, ListedDate date) {
        int beforeSize = date.firstColumn() - 2;
        return columns.text(beforeSize).endsWith(",") ? beforeSize - 1 : beforeSize;
    }

    private static void owners(EntryBuilder entry, Columns columns, int last) {
        int first = Decimal.isNumber(columns.text(1)) ? 2 : 1;
        if (first <= last) {
            entry.owner(columns.text(first));
        }
        if (first < last) {
            entry.group(columns.text(first + 1, last));
        }
    }

    /**
     * The size of a link is the length of its target, which tells where the target begins when the name has an arrow
     * too.
     */
    private static EntryBuilder link(EntryBuilder entry, String text, long size) {
        int arrow = text.indexOf(ARROW);
        if (size > 0 && size < text.length() && text.startsWith(ARROW, text.length() - (int) size - ARROW.length())) {
            arrow = text.length() - (int) size - ARROW.length();
        }
        if (arrow <= 0) {
            return entry;
        }
        return entry.name(text.substring(0, arrow)).linkTarget(text.substring(arrow + ARROW.length()));
    }

    private static FtpEntry.Type type(String mode) {
        return switch (mode.charAt(0)) {
            case '-' -> FtpEntry.Type.FILE;
            case 'd' -> FtpEntry.Type.DIRECTORY;
            case 'l' -> FtpEntry.Type.LINK;
            default -> FtpEntry.Type.OTHER;
        };
    }

    private static boolean isDevice(String mode) {
        return mode.charAt(0) == 'b' || mode.charAt(0) == 'c';
    }
}
