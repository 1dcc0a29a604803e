package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to the server (RFC 959 4.1.1). {@link #toString()} shows the user only.
 *
 * @param account for servers that ask for ACCT; rarely wanted
 */
public record Credentials(
        String user, String password, @Nullable String account) {

    /** What anonymous servers expect (RFC 1635). */
    public static final Credentials ANONYMOUS = new Credentials("anonymous", "anonymous@", null);

    public Credentials {
        // refuse what could not be said before anything is sent
        var unused = Command.of(Verb.USER, user);
        unused = Command.of(Verb.PASS, password);
        unused = Command.of(Verb.ACCT, account == null ? "" : account);
    }

    public static Credentials of(String user, String password) {
        return new Credentials(user, password, null);
    }

    public Credentials withAccount(String name) {
        return new Credentials(user, password, name);
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
