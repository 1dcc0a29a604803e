package dev.fluxftp.reactor.server;

import java.util.Locale;

/**
 * A command line as it came.
 *
 * @param session number of the control connection, from 1
 */
public record Received(int session, String line) {
    /** In upper case. */
    public String verb() {
        int space = line.indexOf(' ');
        return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    /** All behind the first space; empty when there is none. */
    public String argument() {
        int space = line.indexOf(' ');
        return space < 0 ? "" : line.substring(space + 1);
    }
}
