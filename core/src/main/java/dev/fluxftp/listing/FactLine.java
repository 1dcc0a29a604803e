package dev.fluxftp.listing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of RFC 3659 section 7.2 taken apart: facts by their lower-case names, and the name after the first space. */
record FactLine(Map<String, String> facts, String name) {

    private static final String SLINK_FACT = "type=OS.unix=slink:";

    /** Null where the line is not of that grammar, or names nothing. */
    static @Nullable FactLine read(String line) {
        int space = space(line);
        if (space < 0 || space + 1 == line.length()) {
            return null;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        for (int at = 0; at < space; ) {
            int semicolon = line.indexOf(';', at);
            int end = semicolon < 0 ? space : Math.min(semicolon, space);
            if (end > at && !addFact(facts, line.substring(at, end))) {
                return null;
            }
            at = end + 1;
        }
        return new FactLine(facts, line.substring(space + 1));
    }

    private static int space(String line) {
        int space = line.indexOf(' ');
        if (space <= 0 || line.charAt(space - 1) == ';') {
            return space;
        }
        // No value may hold a space, but the target of a link does where the server writes it as it is
        int fact = line.lastIndexOf(';', space) + 1;
        if (line.regionMatches(true, fact, SLINK_FACT, 0, SLINK_FACT.length())) {
            int afterFacts = line.indexOf("; ", space);
            return afterFacts < 0 ? space : afterFacts + 1;
        }
        return space;
    }

    private static boolean addFact(Map<String, String> facts, String fact) {
        int equals = fact.indexOf('=');
        if (equals <= 0) {
            return false;
        }
        // RFC 3659 section 7.2: a fact is given once; of two the first counts
        facts.putIfAbsent(fact.substring(0, equals).toLowerCase(Locale.ROOT), fact.substring(equals + 1));
        return true;
    }
}
