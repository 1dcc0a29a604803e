package dev.fluxftp.session;

import dev.fluxftp.protocol.Phase;
import java.util.function.Supplier;

/**
 * One exchange of commands and replies that ends with a result. Used once. Pure: what it sees are replies and events, what
 * it gives are steps, so that it is tested as a transcript.
 *
 * @param <T> what it finds out
 */
@FunctionalInterface
public interface Dialogue<T> {

    Step<T> begin();

    /**
     * The way out when nobody wants the result any more. By default the reply that is on its way is heard and dropped, and
     * nothing more is said. The result of the last step does not matter, only whether it ends usable.
     */
    default Step<?> abort() {
        return settleWithNextReply();
    }

    /** Hear the final reply of what was said, then end. */
    static Step<Boolean> settleWithNextReply() {
        return afterNextReply(() -> Step.done(Boolean.TRUE));
    }

    /** Hear the final reply of what was said, then tidy up. */
    static Step<Boolean> afterNextReply(Supplier<Step<Boolean>> then) {
        return Step.hear(Phase.ABORT, reply -> reply.isPreliminary() ? afterNextReply(then) : then.get());
    }
}
