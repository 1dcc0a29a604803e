package dev.fluxftp.reactor.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Which real servers take part, and a word at the end on those that do not. */
final class RealServers implements BeforeAllCallback {

    private static final List<String> NAMES = List.of("vsftpd", "proftpd", "pure-ftpd", "pyftpdlib");

    /** Asked once: whether it is here does not change while tests run. */
    private static final class Missing {
        private static final Map<String, String> REASONS = new TreeMap<>();

        static {
            if (!ServerScript.required()) {
                for (String name : NAMES) {
                    ServerScript.Outcome outcome = ServerScript.attempt("have", name);
                    if (outcome.code() != 0) {
                        REASONS.put(name, outcome.words());
                    }
                }
            }
        }
    }

    /** Where they are required: all, so that one that is missing fails. */
    static List<String> here() {
        return NAMES.stream().filter(name -> !Missing.REASONS.containsKey(name)).toList();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(RealServers.class))
                .computeIfAbsent(AutoCloseable.class, key -> (AutoCloseable) RealServers::report, AutoCloseable.class);
    }

    private static void report() {
        Missing.REASONS.values().forEach(reason -> System.out.println("not run: tests against " + reason));
    }
}
