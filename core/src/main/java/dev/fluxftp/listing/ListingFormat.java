package dev.fluxftp.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A listing grammar: reads one line. Open to grammars of one's own; {@link FtpEntry}'s constructor is public for them.
 */
@FunctionalInterface
public interface ListingFormat {

    /**
     * The entry on this line. Nothing when the line is no entry by this very grammar: blank, {@code total 12}, the
     * directory itself or its parent. A line that this grammar does not read is an {@link FtpEntry#unparsed} entry.
     */
    Optional<FtpEntry> read(String line);

    /** RFC 3659 section 7 as MLSD sends it: the directory itself and its parent are no entries. */
    static ListingFormat mlsx() {
        return new MlsxFormat(MlsxFormat.Dialect.MLSD);
    }

    /**
     * RFC 3659 section 7 as the second line of an MLST reply has it: the directory itself is what was asked for.
     * {@link FtpEntry#at} gives the entry the path that was.
     */
    static ListingFormat mlst() {
        return new MlsxFormat(MlsxFormat.Dialect.MLST);
    }

    /**
     * {@code ls -l}.
     *
     * @param zone in which the server is assumed to be
     * @param now the time of the listing, near which dates without a year are
     */
    static ListingFormat unix(ZoneId zone, Instant now) {
        return new UnixFormat(zone, now);
    }

    /** The {@code dir} of MS-DOS, as IIS sends it. */
    static ListingFormat windows(ZoneId zone) {
        return new WindowsFormat(zone);
    }

    /** Whichever grammar the answer to LIST is in. It remembers, so take a new one for each listing. */
    static ListingFormat detecting(ZoneId zone, Instant now) {
        return detecting(List.of(unix(zone, now), windows(zone), new MlsxFormat(MlsxFormat.Dialect.LIST)));
    }

    /**
     * Whichever of these grammars reads the first lines best, asked in this order at first; the others for what it
     * cannot read. Remembers as well.
     */
    static ListingFormat detecting(List<ListingFormat> candidates) {
        return new DetectingFormat(candidates);
    }
}
