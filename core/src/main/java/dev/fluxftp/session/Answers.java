package dev.fluxftp.session;

import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TimeVal;
import java.util.Optional;
import java.util.OptionalLong;

/** What completion replies say: the path of 257, the size and the time of 213. */
final class Answers {

    private Answers() {}

    /** The path between the quotes of a 257 reply (RFC 959 appendix II), or nothing where there is none to be trusted. */
    static Optional<String> path(Reply reply) {
        String text = reply.lines().get(0);
        int open = text.indexOf('"');
        int last = text.lastIndexOf('"');
        if (open < 0 || last <= open || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            return Optional.empty();
        }
        String quoted = text.substring(open + 1, closing(text, open, last));
        return quoted.isEmpty() ? Optional.empty() : Optional.of(quoted.replace("\"\"", "\""));
    }

    /** Pure-FTPd and Apache do not double the quotes inside: then the last one closes. */
    private static int closing(String text, int open, int last) {
        int at = open + 1;
        while (at < last) {
            if (text.charAt(at) == '"') {
                if (text.charAt(at + 1) != '"') {
                    boolean pathGoesOn = at + 1 < text.length() && text.charAt(at + 1) != ' ';
                    return pathGoesOn ? last : at;
                }
                at++;
            }
            at++;
        }
        return last;
    }

    /** The figures at the end of a 213 reply to SIZE; some servers put words before them. */
    static OptionalLong size(Reply reply) {
        String text = lastLine(reply);
        int from = text.length();
        while (from > 0 && text.charAt(from - 1) >= '0' && text.charAt(from - 1) <= '9') {
            from--;
        }
        // behind anything else they are the rest of a larger figure: "1,234", "1.5", "-1"
        boolean whole = from == 0 || " =:".indexOf(text.charAt(from - 1)) >= 0;
        String figures = text.substring(from);
        return figures.isEmpty() || !whole || figures.length() > 18
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(figures));
    }

    /** The time-val of a 213 reply to MDTM (RFC 3659 3.1). */
    static Optional<TimeVal> time(Reply reply) {
        String text = lastLine(reply);
        return TimeVal.parse(text.substring(text.lastIndexOf(' ') + 1));
    }

    private static String lastLine(Reply reply) {
        return reply.lines().get(reply.lines().size() - 1).strip();
    }
}
