package dev.fluxftp.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server says of itself in its 211 reply to FEAT (RFC 2389 3.2). A hint: servers announce what they refuse and hold
 * back what they can, so experience corrects it.
 *
 * @param known false when the server did not answer FEAT, so that nothing can be read out of an absence
 * @param lines feature name in upper case to its parameters, empty when it has none
 */
public record Features(boolean known, Map<String, String> lines) {

    /** Nothing was announced and nothing is denied. */
    public static final Features UNKNOWN = new Features(false, Map.of());

    public Features {
        lines = Map.copyOf(lines);
    }

    /** Reads every line between the first and the last one of the reply. */
    public static Features of(Reply reply) {
        if (!reply.isCompletion()) {
            return UNKNOWN;
        }
        Map<String, String> lines = new LinkedHashMap<>();
        List<String> all = reply.lines();
        for (int i = 1; i < all.size() - 1; i++) {
            String line = all.get(i).strip();
            int space = line.indexOf(' ');
            String name = space < 0 ? line : line.substring(0, space);
            if (!name.isEmpty()) {
                lines.merge(
                        name.toUpperCase(Locale.ROOT),
                        space < 0 ? "" : line.substring(space + 1).strip(),
                        (one, other) -> one + ';' + other);
            }
        }
        return new Features(true, lines);
    }

    public boolean announces(Verb verb) {
        return lines.containsKey(verb.name());
    }

    /** True unless the server gave a list that leaves the verb out. */
    public boolean mayKnow(Verb verb) {
        return !known || announces(verb);
    }

    /** The parameters of a feature, for instance {@code STREAM} of {@code REST}. */
    public Optional<String> parameters(String name) {
        return Optional.ofNullable(lines.get(name.toUpperCase(Locale.ROOT)));
    }
}
