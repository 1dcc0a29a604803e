package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * PWD, CWD there, CWD back: the only question about directories that every server understands. Whoever asked may lose
 * interest on the way, the way back is gone all the same.
 */
final class VisitDialogue implements Dialogue<Boolean> {

    private final Command there;
    private final Function<Reply, Step<Boolean>> refused;
    private @Nullable String home;

    /** @param refused what it means that the server does not let us in */
    VisitDialogue(String path, Function<Reply, Step<Boolean>> refused) {
        this.there = Command.of(Verb.CWD, path);
        this.refused = refused;
    }

    @Override
    public Step<Boolean> begin() {
        Command pwd = Command.of(Verb.PWD);
        return Step.say(
                pwd,
                reply -> reply.isCompletion()
                        ? Answers.path(reply).map(this::visit).orElseGet(() -> CommandDialogues.nonsense(pwd, reply))
                        : Step.refused(pwd, reply));
    }

    @Override
    public Step<?> abort() {
        String back = home;
        return back == null ? Dialogue.settleWithNextReply() : Dialogue.afterNextReply(() -> goBack(back));
    }

    private Step<Boolean> visit(String from) {
        home = from;
        return Step.say(there, reply -> reply.isCompletion() ? goBack(from) : refused.apply(reply));
    }

    private static Step<Boolean> goBack(String home) {
        Command back = Command.of(Verb.CWD, home);
        // a session that cannot go back would read every later path in the wrong place
        return Step.say(
                back,
                reply -> reply.isCompletion()
                        ? Step.done(Boolean.TRUE)
                        : Step.broken(new NegativeReplyException(Phase.REPLY, back, reply)));
    }
}
