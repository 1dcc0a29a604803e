package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets when a file was last modified: MFMT (draft-somers-ftp-mfxx 3), MDTM with a time before the path (vsftpd, Serv-U), or
 * SITE UTIME (ProFTPD, Pure-FTPd), in this order. Only MFMT is a command of its own; what the other two did is proven by
 * MDTM, because a server may read them as something else.
 */
final class SetModifiedDialogue implements Dialogue<Boolean> {

    /** RFC 959 4.2.2: not known, its argument not known, not implemented, not implemented for that argument. */
    private static final Set<Integer> NOT_IMPLEMENTED = Set.of(202, 500, 501, 502, 504);

    private static final Set<Integer> COMMAND_UNKNOWN = Set.of(500, 502);

    private final String path;
    private final TimeVal time;
    private final List<Command> ways = new ArrayList<>();

    SetModifiedDialogue(String path, TimeVal time, boolean knowsMfmt) {
        this.path = path;
        this.time = time;
        String then = time.format();
        if (knowsMfmt) {
            ways.add(Command.of(Verb.MFMT, then + ' ' + path));
        }
        ways.add(Command.of(Verb.MDTM, then + ' ' + path));
        ways.add(Command.of(Verb.SITE, "UTIME " + path + ' ' + then + ' ' + then + ' ' + then + " UTC"));
    }

    @Override
    public Step<Boolean> begin() {
        return attempt(0, null);
    }

    /** @param most the refusal so far that says most */
    private Step<Boolean> attempt(int at, @Nullable NegativeReplyException most) {
        Command way = ways.get(at);
        return Step.say(way, reply -> {
            if (CommandDialogues.isDone(reply)) {
                return way.is(Verb.MFMT) ? Step.done(Boolean.TRUE) : prove(way, reply);
            }
            return refused(at, telling(most, new NegativeReplyException(Phase.REPLY, way, reply)), reply);
        });
    }

    private Step<Boolean> refused(int at, NegativeReplyException most, Reply reply) {
        boolean mayBeMeantOtherwise =
                NOT_IMPLEMENTED.contains(reply.code()) || ways.get(at).is(Verb.MDTM);
        if (reply.isTransientNegative() || !mayBeMeantOtherwise || at == ways.size() - 1) {
            return Step.failed(most);
        }
        Step<Boolean> next = attempt(at + 1, most);
        return ways.get(at).is(Verb.MFMT) && COMMAND_UNKNOWN.contains(reply.code())
                ? Step.learn(Lesson.MFMT_REFUSED, next)
                : next;
    }

    /** That there is no such file says more than that a command is not known. */
    private static NegativeReplyException telling(
            @Nullable NegativeReplyException before, NegativeReplyException refusal) {
        return before == null || (isOfTheCommand(before) && !isOfTheCommand(refusal)) ? refusal : before;
    }

    private static boolean isOfTheCommand(NegativeReplyException refusal) {
        return refusal.reply()
                .map(Reply::code)
                .filter(NOT_IMPLEMENTED::contains)
                .isPresent();
    }

    private Step<Boolean> prove(Command way, Reply done) {
        Command mdtm = Command.of(Verb.MDTM, path);
        return Step.say(mdtm, reply -> {
            if (!reply.isCompletion()) {
                return Step.refused(mdtm, reply);
            }
            boolean isSet = Answers.time(reply)
                    .filter(told ->
                            told.instant().getEpochSecond() == time.instant().getEpochSecond())
                    .isPresent();
            return isSet
                    ? Step.done(Boolean.TRUE)
                    : Step.failed(new ProtocolViolationException(
                            "after " + way + " (" + done + ") the server still says " + reply));
        });
    }
}
