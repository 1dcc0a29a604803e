package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MKD for every folder on the way; the ones that exist refuse, and only the last must be there in the end. */
final class MakeDirectoriesDialogue implements Dialogue<Boolean> {

    private final List<Command> steps = new ArrayList<>();
    private @Nullable VisitDialogue visit;

    MakeDirectoriesDialogue(String path) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            addUnlessEmpty(path.substring(0, slash));
        }
        addUnlessEmpty(path);
    }

    @Override
    public Step<Boolean> begin() {
        return steps.isEmpty() ? Step.done(Boolean.TRUE) : makeNext(0);
    }

    @Override
    public Step<?> abort() {
        return visit == null ? Dialogue.settleWithNextReply() : visit.abort();
    }

    private void addUnlessEmpty(String folder) {
        if (!folder.isEmpty() && !folder.endsWith("/")) {
            steps.add(Command.of(Verb.MKD, folder));
        }
    }

    private Step<Boolean> makeNext(int at) {
        Command mkd = steps.get(at);
        boolean last = at == steps.size() - 1;
        return Step.say(mkd, reply -> {
            if (!last) {
                return makeNext(at + 1);
            }
            return reply.isCompletion() ? Step.done(Boolean.TRUE) : existsAlready(mkd, reply);
        });
    }

    private Step<Boolean> existsAlready(Command mkd, Reply refusal) {
        visit = new VisitDialogue(mkd.argument(), notThere -> Step.refused(mkd, refusal));
        return visit.begin();
    }
}
