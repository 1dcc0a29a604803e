package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.Reply;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One move of a dialogue: say something and wait, remember something, or end. A dialogue is written as steps whose
 * continuations are the next lines of the page, so that it reads like the command-reply sequences of RFC 959 6.
 */
public sealed interface Step<T> {

    /** Whether the session can be used after a failure. */
    enum Aftermath {
        USABLE,
        CLOSE
    }

    /** Do the action, if any, then wait in that phase. A null phase is a wait whose clock is kept elsewhere. */
    record Wait<T>(@Nullable Action action, @Nullable Phase phase, Expectation<T> expectation) implements Step<T> {}

    /** Do the action, then go on at once. */
    record Do<T>(Action action, Step<T> then) implements Step<T> {}

    record Done<T>(T result) implements Step<T> {}

    record Failed<T>(FtpException error, Aftermath aftermath) implements Step<T> {}

    /**
     * Say a command and hear its reply. A preliminary one is not yet the answer: if it were, the answer itself would be taken
     * for that to the next command.
     */
    static <T> Step<T> say(Command command, Function<Reply, Step<T>> heard) {
        return say(command, Phase.REPLY, heard);
    }

    /** The same for a command that has a patience of its own. */
    static <T> Step<T> say(Command command, Phase phase, Function<Reply, Step<T>> heard) {
        return new Wait<>(new Action.Send(command), phase, reply(first -> answer(first, phase, heard)));
    }

    private static <T> Step<T> answer(Reply reply, Phase phase, Function<Reply, Step<T>> heard) {
        return reply.isPreliminary() ? hear(phase, next -> answer(next, phase, heard)) : heard.apply(reply);
    }

    /** Hear another reply of what was said before; the clock goes on. */
    static <T> Step<T> hear(Phase phase, Function<Reply, Step<T>> heard) {
        return new Wait<>(null, phase, reply(heard));
    }

    static <T> Step<T> startTls(Supplier<Step<T>> secured) {
        return new Wait<>(new Action.StartTls(), Phase.TLS, new Expectation<>() {
            @Override
            public Step<T> secured() {
                return secured.get();
            }
        });
    }

    /** Make the data connection; the driver keeps its deadline. */
    static <T> Step<T> openData(HostPort address, Function<DataEvent, Step<T>> happened) {
        return new Wait<>(new Action.OpenData(address), null, new Expectation<>() {
            @Override
            public Step<T> happened(DataEvent event) {
                return happened.apply(event);
            }
        });
    }

    static <T> Step<T> learn(Lesson lesson, Step<T> then) {
        return new Do<>(new Action.Learn(lesson), then);
    }

    static <T> Step<T> closeData(Step<T> then) {
        return new Do<>(new Action.CloseData(), then);
    }

    static <T> Step<T> done(T result) {
        return new Done<>(result);
    }

    /** The server said no; the session is as good as before. */
    static <T> Step<T> refused(Command command, Reply reply) {
        return new Failed<>(new NegativeReplyException(Phase.REPLY, command, reply), Aftermath.USABLE);
    }

    static <T> Step<T> failed(FtpException error) {
        return new Failed<>(error, Aftermath.USABLE);
    }

    /** The session is of no use any more. */
    static <T> Step<T> broken(FtpException error) {
        return new Failed<>(error, Aftermath.CLOSE);
    }

    private static <T> Expectation<T> reply(Function<Reply, Step<T>> heard) {
        return new Expectation<>() {
            @Override
            public Step<T> heard(Reply reply) {
                return heard.apply(reply);
            }
        };
    }
}
