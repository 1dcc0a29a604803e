package dev.fluxftp.listing;

import dev.fluxftp.protocol.TimeVal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3659 section 7.2, of which fact names are case-insensitive and all facts optional:
 *
 * <pre>
 * entry     = [ facts ] SP pathname
 * facts     = 1*( fact ";" )
 * fact      = factname "=" value
 * </pre>
 */
final class MlsxFormat implements ListingFormat {

    /** Where the line comes from. */
    enum Dialect {
        /** Its own command: a line may be without facts; the directory and its parent are noise. */
        MLSD,
        /** The one line of a reply, after a space: the directory may be what was asked for. */
        MLST,
        /** Among lines of any grammar: only a type fact tells it from them. */
        LIST
    }

    private static final Set<String> NOT_AN_ENTRY = Set.of("cdir", "pdir");
    private static final String SLINK = "os.unix=slink";
    private static final String SYMLINK = "os.unix=symlink";

    private final Dialect dialect;

    MlsxFormat(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Optional<FtpEntry> read(String line) {
        // Apache FtpServer sends an empty line before that of MLST
        if (line.isBlank()) {
            return Optional.empty();
        }
        FactLine entry = facts(line);
        if (entry == null || (dialect == Dialect.LIST && !entry.facts().containsKey("type"))) {
            return Optional.of(FtpEntry.unparsed(line));
        }
        return isNoise(entry) ? Optional.empty() : Optional.of(entry(line, entry.facts(), entry.name()));
    }

    /** RFC 3659 section 7.2: a space comes before the entry in a reply. Some servers write it in MLSD as well. */
    private static @Nullable FactLine facts(String line) {
        if (line.charAt(0) == ' ') {
            FactLine afterSpace = FactLine.read(line.substring(1));
            if (afterSpace != null && afterSpace.facts().containsKey("type")) {
                return afterSpace;
            }
        }
        return FactLine.read(line);
    }

    private boolean isNoise(FactLine entry) {
        if (dialect == Dialect.MLST) {
            return false;
        }
        String type = entry.facts().getOrDefault("type", "").toLowerCase(Locale.ROOT);
        return NOT_AN_ENTRY.contains(type)
                || entry.name().equals(".")
                || entry.name().equals("..");
    }

    private static FtpEntry entry(String line, Map<String, String> facts, String name) {
        String type = facts.getOrDefault("type", "");
        return new EntryBuilder(line)
                .name(name)
                .type(type(type.toLowerCase(Locale.ROOT)))
                .size(Decimal.size(facts.getOrDefault("size", "")))
                .modified(TimeVal.parse(facts.getOrDefault("modify", "")).orElse(null))
                .permissions(first(facts, "perm", "unix.mode"))
                .owner(first(facts, "unix.ownername", "unix.owner", "unix.uid"))
                .group(first(facts, "unix.groupname", "unix.group", "unix.gid"))
                .linkTarget(linkTarget(type))
                .facts(facts)
                .build();
    }

    /** RFC 3659 section 7.5.1. No type is not a file: Apache FtpServer leaves it out for a link that leads nowhere. */
    private static FtpEntry.Type type(String lowerCase) {
        return switch (lowerCase) {
            case "file" -> FtpEntry.Type.FILE;
            case "dir", "cdir", "pdir" -> FtpEntry.Type.DIRECTORY;
            default -> isLink(lowerCase) ? FtpEntry.Type.LINK : FtpEntry.Type.OTHER;
        };
    }

    /**
     * Links are not in the RFC: {@code OS.unix=symlink} is ProFTPD, {@code OS.unix=slink:target} Pure-FTPd and others.
     */
    private static boolean isLink(String lowerCase) {
        return lowerCase.equals(SYMLINK) || lowerCase.equals(SLINK) || lowerCase.startsWith(SLINK + ':');
    }

    private static @Nullable String linkTarget(String type) {
        // Pure-FTPd leaves the target empty
        boolean hasTarget = type.length() > SLINK.length() + 1
                && type.toLowerCase(Locale.ROOT).startsWith(SLINK + ':');
        return hasTarget ? type.substring(SLINK.length() + 1) : null;
    }

    private static @Nullable String first(Map<String, String> facts, String... names) {
        for (String name : names) {
            String value = facts.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }
}
