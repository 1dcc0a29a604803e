package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All commands by their verbs, and who may say them. */
final class Commands {
    interface Handler {
        void serve(Exchange exchange) throws IOException, InterruptedException;
    }

    private static final Set<String> BEFORE_LOGIN = Set.of(
            Script.GREETING,
            "USER",
            "PASS",
            "ACCT",
            "AUTH",
            "PBSZ",
            "PROT",
            "FEAT",
            "OPTS",
            "QUIT",
            "NOOP",
            "SYST",
            "HELP",
            "CLNT",
            "HOST",
            "REIN");

    private static final Map<String, Handler> HANDLERS = new HashMap<>();

    static {
        AccessCommands.addTo(HANDLERS);
        FileCommands.addTo(HANDLERS);
        HashCommands.addTo(HANDLERS);
        TransferCommands.addTo(HANDLERS);
    }

    private Commands() {}

    static void serve(Exchange exchange) throws IOException, InterruptedException {
        String verb = exchange.command().verb();
        Session session = exchange.session();
        Handler handler = HANDLERS.get(verb);
        if (handler == null || session.spec().disabled.contains(verb)) {
            exchange.reply("500 '" + verb + "': command not understood.");
        } else if (!session.loggedIn && !BEFORE_LOGIN.contains(verb)) {
            exchange.reply("530 Please log in with USER and PASS.");
        } else {
            handler.serve(exchange);
        }
    }
}
