package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HashUnavailableException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a whole file: OPTS HASH, if HASH is not set to the algorithm, and HASH (draft-bryan-ftpext-hash), or one of its
 * older cousins. Where one way is refused, the next is tried. Computing takes the server as long as reading the file, so the
 * deadline is that of a final reply.
 */
public final class HashDialogue implements Dialogue<FileHash> {

    /** RFC 959 4.2.2: the command itself is not known. 504 is about its argument: Apache says it of a file that is not there. */
    private static final Set<Integer> NOT_IMPLEMENTED = Set.of(500, 502);

    /** Not logged in, or something is the matter with the file (556: the draft): another command would hear the same. */
    private static final Set<Integer> ABOUT_THE_FILE = Set.of(530, 550, 551, 552, 553, 556);

    private final String path;
    private final long size;
    private final List<HashRung> rungs;

    /**
     * @param size of the file, -1 to ask the server where it has to be known
     * @param rungs the ways to try, in this order
     */
    public HashDialogue(String path, long size, List<HashRung> rungs) {
        this.path = path;
        this.size = size;
        this.rungs = List.copyOf(rungs);
        rungs.forEach(rung -> rung.question(path)); // what cannot be said is refused before anything is
    }

    @Override
    public Step<FileHash> begin() {
        return climb(0, null);
    }

    /** @param last why the rung before did not hold */
    private Step<FileHash> climb(int at, @Nullable FtpException last) {
        if (at == rungs.size()) {
            return Step.failed(new HashUnavailableException(path, last));
        }
        HashRung rung = rungs.get(at);
        return rung.isDefault() ? ask(at, rung, Choice.OPEN) : choose(at, rung);
    }

    private Step<FileHash> choose(int at, HashRung rung) {
        Command opts = rung.choice();
        return Step.say(opts, reply -> {
            if (reply.isCompletion()) {
                return ask(at, rung, Choice.MADE);
            }
            return reply.isTransientNegative() ? Step.refused(opts, reply) : climb(at + 1, refusal(opts, reply));
        });
    }

    private Step<FileHash> ask(int at, HashRung rung, Choice choice) {
        Command question = rung.question(path);
        return Step.say(
                question,
                Phase.FINAL_REPLY,
                reply -> reply.isCompletion() ? answered(at, rung, choice, reply) : refused(at, rung, question, reply));
    }

    private Step<FileHash> answered(int at, HashRung rung, Choice choice, Reply reply) {
        HashAnswer answer = HashAnswer.read(rung, reply).orElse(null);
        if (answer == null) {
            return climb(at + 1, noProof(rung, reply, "does not answer it"));
        }
        if (answer.hash().algorithm() != rung.algorithm()) {
            // somebody has chosen another one in this session since it was announced
            return choice == Choice.OPEN
                    ? choose(at, rung)
                    : climb(at + 1, noProof(rung, reply, "is of another algorithm than was chosen"));
        }
        if (answer.hasRange() && size < 0) {
            return askSize(at, rung, answer, reply);
        }
        return judge(at, rung, answer, reply, size);
    }

    private Step<FileHash> judge(int at, HashRung rung, HashAnswer answer, Reply reply, long all) {
        return answer.isOfAll(all)
                ? Step.done(answer.hash())
                : climb(at + 1, noProof(rung, reply, "is not of the whole file"));
    }

    /** A range says nothing as long as it is not known where the file ends. */
    private Step<FileHash> askSize(int at, HashRung rung, HashAnswer answer, Reply hash) {
        return Step.say(Command.of(Verb.SIZE, path), reply -> {
            OptionalLong told = reply.isCompletion() ? Answers.size(reply) : OptionalLong.empty();
            return told.isPresent()
                    ? judge(at, rung, answer, hash, told.getAsLong())
                    : climb(at + 1, noProof(rung, hash, "cannot be compared with the size of the file"));
        });
    }

    private Step<FileHash> refused(int at, HashRung rung, Command question, Reply reply) {
        if (reply.isTransientNegative() || ABOUT_THE_FILE.contains(reply.code())) {
            return Step.refused(question, reply);
        }
        FtpException refusal = refusal(question, reply);
        return NOT_IMPLEMENTED.contains(reply.code())
                ? Step.learn(rung.refusal(), climb(beyond(rung.verb(), at), refusal))
                : climb(at + 1, refusal);
    }

    /** The next rung of another command. */
    private int beyond(Verb unknown, int at) {
        int next = at;
        while (next < rungs.size() && rungs.get(next).verb() == unknown) {
            next++;
        }
        return next;
    }

    private static FtpException refusal(Command command, Reply reply) {
        return new NegativeReplyException(Phase.REPLY, command, reply);
    }

    private FtpException noProof(HashRung rung, Reply reply, String why) {
        return new ProtocolViolationException("the reply to " + rung.question(path) + ' ' + why + ": " + reply);
    }

    /** Whether the algorithm of HASH has been chosen in this dialogue. */
    private enum Choice {
        OPEN,
        MADE
    }
}
