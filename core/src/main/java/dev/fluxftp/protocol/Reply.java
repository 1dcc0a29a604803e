package dev.fluxftp.protocol;

import java.io.Serializable;
import java.util.List;

/**
 * A complete reply (RFC 959 4.2): a code and its lines of text, code and separator taken off. {@link #toString()} is one
 * line that may be shown to a person: the server's own words, control characters escaped.
 *
 * @param code three digits, the first from 1 to 5
 * @param lines at least one; the first and the last line of a multi-line reply are the ones that carried the code
 */
public record Reply(int code, List<String> lines) implements Serializable {

    /** What the first digit says (RFC 959 4.2.1). */
    public enum Kind {
        PRELIMINARY,
        COMPLETION,
        INTERMEDIATE,
        TRANSIENT_NEGATIVE,
        PERMANENT_NEGATIVE
    }

    public Reply {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
        lines = List.copyOf(lines);
    }

    public static Reply of(int code, String... lines) {
        return new Reply(code, List.of(lines));
    }

    public Kind kind() {
        return Kind.values()[code / 100 - 1];
    }

    public boolean isPreliminary() {
        return kind() == Kind.PRELIMINARY;
    }

    public boolean isCompletion() {
        return kind() == Kind.COMPLETION;
    }

    public boolean isIntermediate() {
        return kind() == Kind.INTERMEDIATE;
    }

    public boolean isNegative() {
        return isTransientNegative() || isPermanentNegative();
    }

    public boolean isTransientNegative() {
        return kind() == Kind.TRANSIENT_NEGATIVE;
    }

    public boolean isPermanentNegative() {
        return kind() == Kind.PERMANENT_NEGATIVE;
    }

    /** The text of all lines, joined by line feeds, as the server sent it. */
    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        for (String line : lines) {
            String text = line.strip();
            if (!text.isEmpty() && shown.length() < 300) {
                shown.append(shown.isEmpty() ? "" : " / ").append(Escaped.text(text));
            }
        }
        return shown.isEmpty() ? Integer.toString(code) : code + " " + shown;
    }
}
