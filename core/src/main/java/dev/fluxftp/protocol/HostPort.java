package dev.fluxftp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a data connection is to be made: RFC 959's host-port of PASV and PORT, RFC 2428's of EPSV and EPRT. What a server
 * announces is checked strictly; an address that makes no sense is absent, never guessed.
 *
 * @param host the address as it was written, or null where EPSV says "the address of the control connection"
 * @param port 1 to 65535
 */
public record HostPort(@Nullable String host, int port) {

    public HostPort {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** The address in a 227 reply: the first six numbers from 0 to 255 joined by commas, no more, with or without parentheses. */
    public static Optional<HostPort> ofPassive(Reply reply) {
        String text = reply.text();
        for (int i = 0; i < text.length(); i++) {
            if (isDigit(text, i) && (i == 0 || mayPrecede(text.charAt(i - 1)))) {
                int[] numbers = sixNumbers(text, i);
                if (numbers.length == 6) {
                    int port = numbers[4] << 8 | numbers[5];
                    String host = numbers[0] + "." + numbers[1] + "." + numbers[2] + "." + numbers[3];
                    return port == 0 ? Optional.empty() : Optional.of(new HostPort(host, port));
                }
            }
        }
        return Optional.empty();
    }

    /** The port in a 229 reply: {@code (<d><d><d>port<d>)}, any delimiter from 33 to 126 (RFC 2428 3). */
    public static Optional<HostPort> ofExtendedPassive(Reply reply) {
        String text = reply.text();
        int open = text.indexOf('(');
        if (open < 0 || open + 5 >= text.length()) {
            return Optional.empty();
        }
        char delimiter = text.charAt(open + 1);
        if (delimiter < 33 || delimiter > 126 || Character.isDigit(delimiter)) {
            return Optional.empty();
        }
        if (text.charAt(open + 2) != delimiter || text.charAt(open + 3) != delimiter) {
            return Optional.empty();
        }
        int close = text.indexOf(delimiter, open + 4);
        int port = close < 0 ? -1 : number(text, open + 4, close, 65535);
        return port < 1 ? Optional.empty() : Optional.of(new HostPort(null, port));
    }

    /**
     * The argument of PORT: {@code h1,h2,h3,h4,p1,p2}.
     *
     * @throws IllegalArgumentException if the host is not an IPv4 address in figures
     */
    public String toPort() {
        if (host == null || !host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new IllegalArgumentException("PORT takes an IPv4 address, not " + host);
        }
        return host.replace('.', ',') + ',' + (port >> 8) + ',' + (port & 0xFF);
    }

    /**
     * The argument of EPRT: {@code |1|132.235.1.2|6275|}, protocol 2 for IPv6.
     *
     * @throws IllegalArgumentException if there is no host
     */
    public String toExtendedPort() {
        if (host == null) {
            throw new IllegalArgumentException("EPRT takes an address");
        }
        return "|" + (host.indexOf(':') < 0 ? 1 : 2) + '|' + host + '|' + port + '|';
    }

    /** What stands before the first number, and does not make it the rest of something longer. */
    private static boolean mayPrecede(char c) {
        return (c < '0' || c > '9') && c != ',' && c != '.' && c != '-';
    }

    private static int[] sixNumbers(String text, int from) {
        int[] numbers = new int[6];
        int at = from;
        for (int n = 0; n < 6; n++) {
            int to = at;
            while (to < text.length() && isDigit(text, to)) {
                to++;
            }
            numbers[n] = number(text, at, to, 255);
            boolean separated = n == 5 ? to == text.length() || text.charAt(to) != ',' : text.startsWith(",", to);
            if (numbers[n] < 0 || !separated) {
                return new int[0];
            }
            at = to + 1;
        }
        return numbers;
    }

    private static int number(String text, int from, int to, int max) {
        if (from >= to || to - from > 5) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text, i)) {
                return -1;
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value <= max ? value : -1;
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
