package dev.fluxftp.listing;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code dir} of MS-DOS, as IIS sends it:
 *
 * <pre>
 * 11-24-26  10:33AM       &lt;DIR&gt;          name
 * 11-24-26  10:33AM                 1024 name
 * </pre>
 */
final class WindowsFormat implements ListingFormat {

    private static final int MOST_COLUMNS = 4;
    /** From the first character of {@code <DIR>} to the name. */
    private static final int KIND_WIDTH = 15;

    private final WindowsDate dates;

    WindowsFormat(ZoneId zone) {
        this.dates = new WindowsDate(new WallClock(zone));
    }

    @Override
    public Optional<FtpEntry> read(String line) {
        if (line.isBlank()) {
            return Optional.empty();
        }
        Columns columns = Columns.of(line, MOST_COLUMNS);
        ListedDate date = dates.read(columns);
        if (date == null || date.lastColumn() + 1 >= columns.count()) {
            return Optional.of(FtpEntry.unparsed(line));
        }
        FtpEntry entry = entry(line, columns, date);
        return entry.name().equals(".") || entry.name().equals("..") ? Optional.empty() : Optional.of(entry);
    }

    private static FtpEntry entry(String line, Columns columns, ListedDate date) {
        int column = date.lastColumn() + 1;
        String kind = columns.text(column);
        boolean isFile = Decimal.isNumber(kind);
        String name = columns.after(column, isFile ? 1 : padding(kind, columns.padding(column)));
        if (name.isBlank() || !(isFile || kind.startsWith("<"))) {
            return FtpEntry.unparsed(line);
        }
        EntryBuilder entry = new EntryBuilder(line).name(name).modified(date.time());
        if (isFile) {
            return entry.type(FtpEntry.Type.FILE).size(Decimal.size(kind)).build();
        }
        FtpEntry.Type type = type(kind.toUpperCase(Locale.ROOT));
        return type == FtpEntry.Type.LINK
                ? link(entry.type(type), name).build()
                : entry.type(type).build();
    }

    /** All spaces, but not more than IIS writes: those beyond are of the name. */
    private static int padding(String kind, int spaces) {
        return Math.min(spaces, Math.max(1, KIND_WIDTH - kind.length()));
    }

    private static FtpEntry.Type type(String kind) {
        return switch (kind) {
            case "<DIR>" -> FtpEntry.Type.DIRECTORY;
            case "<JUNCTION>", "<SYMLINK>", "<SYMLINKD>" -> FtpEntry.Type.LINK;
            default -> FtpEntry.Type.OTHER;
        };
    }

    /** {@code dir} writes the target in brackets after the name. */
    private static EntryBuilder link(EntryBuilder entry, String text) {
        int bracket = text.lastIndexOf(" [");
        if (bracket <= 0 || !text.endsWith("]")) {
            return entry;
        }
        return entry.name(text.substring(0, bracket)).linkTarget(text.substring(bracket + 2, text.length() - 1));
    }
}
