package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.protocol.Verb;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The dialogues of commands that move no data. Each refuses with the server's own reply. */
public final class CommandDialogues {

    private static final int ACTION_NOT_TAKEN = 550;
    private static final int SUPERFLUOUS = 202;

    private CommandDialogues() {}

    /** SIZE in the type that is set, which is IMAGE (RFC 3659 4). */
    public static Dialogue<Long> size(String path) {
        Command size = Command.of(Verb.SIZE, path);
        return asking(
                size,
                reply -> Answers.size(reply).stream()
                        .mapToObj(Step::done)
                        .findFirst()
                        .orElseGet(() -> nonsense(size, reply)));
    }

    /** MDTM (RFC 3659 3). */
    public static Dialogue<TimeVal> modified(String path) {
        Command mdtm = Command.of(Verb.MDTM, path);
        return asking(mdtm, reply -> Answers.time(reply).map(Step::done).orElseGet(() -> nonsense(mdtm, reply)));
    }

    /** MLST (RFC 3659 7): the fact line, or nothing when the server says 550. */
    public static Dialogue<Optional<String>> facts(String path) {
        Command mlst = Command.of(Verb.MLST, path);
        return () -> Step.say(mlst, reply -> {
            if (reply.code() == ACTION_NOT_TAKEN) {
                return Step.done(Optional.empty());
            }
            if (!reply.isCompletion()) {
                return Step.refused(mlst, reply);
            }
            // RFC 3659 7.2: the line between the two that carry the code; Apache puts an empty one before it
            return reply.lines().stream()
                    .limit(reply.lines().size() - 1L)
                    .skip(1)
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .map(line -> Step.done(Optional.of(line)))
                    .orElseGet(() -> nonsense(mlst, reply));
        });
    }

    /** The time of the last change, in whole seconds; see {@link SetModifiedDialogue}. */
    public static Dialogue<Boolean> setModified(String path, Instant time, Features features, ServerProfile profile) {
        boolean knowsMfmt = features.mayKnow(Verb.MFMT) && !profile.has(Lesson.MFMT_REFUSED);
        return new SetModifiedDialogue(path, new TimeVal(time, ChronoUnit.SECONDS), knowsMfmt);
    }

    /**
     * SITE CHMOD, which no RFC knows and most servers on Unix do.
     *
     * @param mode the nine lowest bits are used, as in chmod(1)
     */
    public static Dialogue<Reply> setMode(String path, int mode) {
        return order(Command.of(Verb.SITE, String.format(Locale.ROOT, "CHMOD %03o %s", mode & 0777, path)));
    }

    public static Dialogue<Reply> delete(String path) {
        return order(Command.of(Verb.DELE, path));
    }

    public static Dialogue<Reply> removeDirectory(String path) {
        return order(Command.of(Verb.RMD, path));
    }

    public static Dialogue<Reply> makeDirectory(String path) {
        return order(Command.of(Verb.MKD, path));
    }

    /** RNFR, then RNTO (RFC 959 4.1.3). */
    public static Dialogue<Reply> rename(String from, String to) {
        Command rnfr = Command.of(Verb.RNFR, from);
        Command rnto = Command.of(Verb.RNTO, to);
        return () ->
                Step.say(rnfr, reply -> reply.isIntermediate() ? order(rnto).begin() : Step.refused(rnfr, reply));
    }

    public static Dialogue<Reply> changeWorkingDirectory(String path) {
        return order(Command.of(Verb.CWD, path));
    }

    public static Dialogue<String> workingDirectory() {
        Command pwd = Command.of(Verb.PWD);
        return asking(pwd, reply -> Answers.path(reply).map(Step::done).orElseGet(() -> nonsense(pwd, reply)));
    }

    /** True when the server lets us in, false when it refuses for good. */
    public static Dialogue<Boolean> isDirectory(String path) {
        Command there = Command.of(Verb.CWD, path);
        return new VisitDialogue(
                path, reply -> reply.isPermanentNegative() ? Step.done(Boolean.FALSE) : Step.refused(there, reply));
    }

    /** As {@link #isDirectory}, but what is no directory fails with the server's own words. */
    public static Dialogue<Boolean> requireDirectory(String path) {
        Command there = Command.of(Verb.CWD, path);
        return new VisitDialogue(path, reply -> Step.refused(there, reply));
    }

    /** MKD for every folder on the way; the ones that exist refuse, and only the last must be there in the end. */
    public static Dialogue<Boolean> makeDirectories(String path) {
        return new MakeDirectoriesDialogue(path);
    }

    /** Any command without a data connection; the reply that is not preliminary, unless it says no. */
    public static Dialogue<Reply> plain(Command command) {
        return () -> Step.say(command, reply -> reply.isNegative() ? Step.refused(command, reply) : Step.done(reply));
    }

    /** What is done only when the server says so: "go on" is not enough. */
    private static Dialogue<Reply> order(Command command) {
        return () -> Step.say(command, reply -> isDone(reply) ? Step.done(reply) : Step.refused(command, reply));
    }

    /** RFC 959 4.2.2: 202 is a completion of nothing, "not implemented, superfluous at this site". */
    static boolean isDone(Reply reply) {
        return reply.isCompletion() && reply.code() != SUPERFLUOUS;
    }

    private static <T> Dialogue<T> asking(Command command, Function<Reply, Step<T>> answered) {
        return () ->
                Step.say(command, reply -> reply.isCompletion() ? answered.apply(reply) : Step.refused(command, reply));
    }

    static <T> Step<T> nonsense(Command command, Reply reply) {
        return Step.failed(new ProtocolViolationException("the reply to " + command + " does not answer it: " + reply));
    }
}
