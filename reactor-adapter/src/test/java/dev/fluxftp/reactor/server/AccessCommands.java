package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Who talks, how safely, and what the server can do. */
final class AccessCommands {
    private static final String ANONYMOUS = "anonymous";

    private AccessCommands() {}

    static void addTo(Map<String, Commands.Handler> handlers) {
        handlers.put(Script.GREETING, x -> x.reply(x.session().spec().greeting));
        handlers.put("USER", AccessCommands::user);
        handlers.put("PASS", AccessCommands::pass);
        handlers.put("ACCT", AccessCommands::account);
        handlers.put("REIN", AccessCommands::reinitialize);
        handlers.put("QUIT", AccessCommands::quit);
        handlers.put("AUTH", AccessCommands::auth);
        handlers.put("PBSZ", AccessCommands::protectionBufferSize);
        handlers.put("PROT", AccessCommands::protection);
        handlers.put("FEAT", AccessCommands::features);
        handlers.put("OPTS", AccessCommands::options);
        handlers.put("SYST", x -> x.reply("215 UNIX Type: L8"));
        handlers.put("NOOP", x -> x.reply("200 NOOP ok."));
        handlers.put("CLNT", x -> x.reply("200 Noted."));
        handlers.put("HOST", x -> x.reply("220 Host accepted."));
        handlers.put("ALLO", x -> x.reply("202 No storage allocation necessary."));
        handlers.put(
                "HELP", x -> x.reply("214-The following commands are recognized.", " USER PASS QUIT", "214 Help OK."));
        handlers.put("TYPE", AccessCommands::type);
        handlers.put("MODE", x -> choose(x, "S", "200 Mode set to S.", "504 Unknown mode."));
        handlers.put("STRU", x -> choose(x, "F", "200 Structure set to F.", "504 Unknown structure."));
    }

    private static void user(Exchange x) throws IOException, InterruptedException {
        Session session = x.session();
        ServerSpec spec = session.spec();
        if (spec.tlsRequired && !session.control().isSecured()) {
            x.reply("530 Please use TLS first.");
            return;
        }
        session.user = x.argument();
        session.loggedIn = spec.passwordless && session.user.equals(spec.user);
        x.reply(session.loggedIn ? "230 Login successful." : "331 Please specify the password.");
    }

    private static void pass(Exchange x) throws IOException, InterruptedException {
        Session session = x.session();
        ServerSpec spec = session.spec();
        boolean known = session.user.equals(spec.user) && x.argument().equals(spec.password)
                || spec.anonymous && session.user.equals(ANONYMOUS);
        if (!known) {
            x.reply(session.user.isEmpty() ? "503 Login with USER first." : "530 Login incorrect.");
        } else if (!spec.account.isEmpty()) {
            x.reply("332 Need account for login.");
        } else {
            session.loggedIn = true;
            x.reply("230 Login successful.");
        }
    }

    private static void account(Exchange x) throws IOException, InterruptedException {
        boolean right = !x.session().spec().account.isEmpty()
                && x.argument().equals(x.session().spec().account);
        x.session().loggedIn |= right;
        x.reply(right ? "230 Login successful." : "530 Account incorrect.");
    }

    private static void reinitialize(Exchange x) throws IOException, InterruptedException {
        x.session().loggedIn = false;
        x.session().user = "";
        x.reply("220 Service ready for new user.");
    }

    private static void quit(Exchange x) throws IOException, InterruptedException {
        x.reply("221 Goodbye.");
        x.session().quit();
    }

    private static void auth(Exchange x) throws IOException, InterruptedException {
        String mechanism = x.argument().toUpperCase(Locale.ROOT);
        if (x.session().spec().tls != Tls.EXPLICIT) {
            x.reply("502 TLS is not available.");
        } else if (x.session().control().isSecured()) {
            x.reply("503 Already using TLS.");
        } else if (!List.of("TLS", "TLS-C", "SSL").contains(mechanism)) {
            x.reply("504 Unknown mechanism.");
        } else {
            x.reply("234 Proceed with negotiation.");
            x.session().secureControl(x.plan());
        }
    }

    private static void protectionBufferSize(Exchange x) throws IOException, InterruptedException {
        x.session().bufferSizeSaid = x.session().control().isSecured();
        x.reply(x.session().bufferSizeSaid ? "200 PBSZ set to 0." : "503 PBSZ needs a secure connection.");
    }

    private static void protection(Exchange x) throws IOException, InterruptedException {
        Session session = x.session();
        String level = x.argument().toUpperCase(Locale.ROOT);
        if (!session.bufferSizeSaid) {
            x.reply("503 Say PBSZ first.");
        } else if (level.equals("P") || level.equals("C") && !session.spec().tlsRequired) {
            session.dataProtected = level.equals("P");
            x.reply("200 PROT now " + level + ".");
        } else {
            x.reply(level.equals("C") ? "534 Protection is required." : "536 Level not supported.");
        }
    }

    private static void features(Exchange x) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        lines.add("211-Features:");
        x.session().spec().features(x.session().hash).forEach(feature -> lines.add(" " + feature));
        lines.add("211 End");
        x.reply(lines.toArray(String[]::new));
    }

    private static void options(Exchange x) throws IOException, InterruptedException {
        String[] words = x.argument().split(" ", 2);
        String value = words.length < 2 ? "" : words[1];
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "UTF8" -> x.reply("200 Always in UTF8 mode.");
            case "MLST" -> {
                Set<String> facts = new LinkedHashSet<>(
                        Arrays.asList(value.toLowerCase(Locale.ROOT).split(";")));
                facts.retainAll(List.of(ListingFormat.FACTS));
                x.session().facts = facts;
                x.reply("200 MLST OPTS " + (facts.isEmpty() ? "" : String.join(";", facts) + ";"));
            }
            case "HASH" -> HashCommands.choose(x, value);
            default -> x.reply("501 Option not understood.");
        }
    }

    private static void type(Exchange x) throws IOException, InterruptedException {
        String type = x.argument().toUpperCase(Locale.ROOT);
        if (List.of("I", "L 8", "A", "A N").contains(type)) {
            x.session().ascii = type.startsWith("A");
            x.reply("200 Switching to " + (x.session().ascii ? "ASCII" : "Binary") + " mode.");
        } else {
            x.reply("504 Unrecognised TYPE command.");
        }
    }

    private static void choose(Exchange x, String only, String yes, String no)
            throws IOException, InterruptedException {
        x.reply(x.argument().equalsIgnoreCase(only) ? yes : no);
    }
}
