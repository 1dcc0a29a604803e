package dev.fluxftp.protocol;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * One line that the client says on the control connection: a word and its argument (RFC 959 5.3). An argument with CR, LF
 * or NUL is refused, never rewritten, because it would be a second line to the server. {@link #toString()} hides secrets.
 *
 * @param word the command word in upper case
 * @param argument what follows it after one space; empty when there is none
 */
public record Command(String word, String argument) implements Serializable {

    private static final Set<String> SECRET = Set.of("PASS", "ACCT");
    private static final String MASK = "***";
    private static final int MAX_WORD = 16;

    public Command {
        Objects.requireNonNull(argument, "argument");
        if (word.isEmpty() || word.length() > MAX_WORD || !word.chars().allMatch(Command::isWordCharacter)) {
            // not shown: it may be a whole line with a secret in it
            throw new IllegalArgumentException(
                    "a command word has 1 to " + MAX_WORD + " letters and digits of ASCII, and nothing else");
        }
        word = word.toUpperCase(Locale.ROOT);
        refuseLineBreaks(word, argument);
    }

    public static Command of(Verb verb) {
        return new Command(verb.name(), "");
    }

    /** @throws IllegalArgumentException if the argument holds CR, LF or NUL */
    public static Command of(Verb verb, String argument) {
        return new Command(verb.name(), argument);
    }

    /**
     * A word that {@link Verb} may not know.
     *
     * @throws IllegalArgumentException if the word is not made of letters and digits, or the argument holds CR, LF or NUL
     */
    public static Command raw(String word, String argument) {
        return new Command(word, argument);
    }

    public boolean is(Verb verb) {
        return word.equals(verb.name());
    }

    /** The same command as it may be kept in an error: the argument of PASS and ACCT replaced by asterisks. */
    Command masked() {
        return SECRET.contains(word) ? new Command(word, MASK) : this;
    }

    /** The line without its CRLF, secrets included: for the wire only. */
    String line() {
        return argument.isEmpty() ? word : word + ' ' + argument;
    }

    /** The line as it may be logged: control characters escaped, the argument of PASS and ACCT masked. */
    @Override
    public String toString() {
        if (argument.isEmpty()) {
            return word;
        }
        return word + ' ' + (SECRET.contains(word) ? MASK : Escaped.text(argument));
    }

    private static boolean isWordCharacter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static void refuseLineBreaks(String word, String argument) {
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                String shown = SECRET.contains(word) ? MASK : Escaped.text(argument);
                throw new IllegalArgumentException(
                        "the argument of " + word + " must not hold CR, LF or NUL: " + shown);
            }
        }
    }
}
