package dev.fluxftp.reactor.guard;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

/** What went wrong where no test was looking. */
final class Incidents {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    private Incidents() {}

    /** To be called before Netty makes its first logger: leaks and failing tasks are only ever logged. */
    static synchronized void watch() {
        if (!(InternalLoggerFactory.getDefaultFactory() instanceof Watcher)) {
            InternalLoggerFactory.setDefaultFactory(new Watcher());
            Hooks.onErrorDropped(error -> add("Reactor dropped an error", error));
        }
    }

    static void add(String what, Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        SEEN.add(what + ": " + trace);
    }

    /** All that was seen since the last call. */
    static List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String each = SEEN.poll(); each != null; each = SEEN.poll()) {
            taken.add(each);
        }
        return taken;
    }

    private static final class Watcher extends InternalLoggerFactory {

        @Override
        protected InternalLogger newInstance(String name) {
            return (InternalLogger) Proxy.newProxyInstance(
                    InternalLogger.class.getClassLoader(),
                    new Class<?>[] {InternalLogger.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "name", "toString" -> name;
                        case "isWarnEnabled", "isErrorEnabled" -> true;
                        case "warn", "error" -> note(name, arguments);
                        default -> method.getReturnType() == boolean.class ? false : null;
                    });
        }

        private static @Nullable Object note(String name, Object[] arguments) {
            String said = "Netty logged (" + name + ") " + Arrays.deepToString(arguments);
            Object last = arguments[arguments.length - 1];
            if (last instanceof Throwable error) {
                add(said, error);
            } else {
                SEEN.add(said);
            }
            return null;
        }
    }
}
