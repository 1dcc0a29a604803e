package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.Replay.WithoutRestart;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * How an attempt comes to the byte where it goes on: by REST, or, where that is no way and is to be made do without, by all
 * that lies before it. Made for one subscription, which learns only once that there is no REST.
 */
final class Restart {

    /** RFC 959 4.2.2: the command itself is not known. */
    private static final Set<Integer> NOT_IMPLEMENTED = Set.of(500, 502);

    private final boolean skips;
    private boolean impossible;

    Restart(WithoutRestart without) {
        skips = without == WithoutRestart.SKIP;
    }

    /**
     * The bytes from the position on.
     *
     * @param before what is known of the bytes before it; null where they are not compared
     * @param retrieve gets the file from where the seam begins
     */
    Flux<ByteBuf> at(
            long position, @Nullable Overlap before, ControlChannel session, Function<Seam, Flux<ByteBuf>> retrieve) {
        if (skips && (impossible || session.profile().has(Lesson.REST_REFUSED))) {
            return retrieve.apply(new Seam(0, position, before));
        }
        Seam seam = new Seam(position - (before == null ? 0 : before.length()), position, before);
        return retrieve.apply(seam)
                .onErrorResume(error -> skips && (isRefused(error) || seam.isAtFirstByte()), error -> {
                    impossible = true;
                    learn(session, error);
                    return retrieve.apply(new Seam(0, position, before));
                });
    }

    /** A server that does not know REST gives files from their first byte only. */
    static boolean isRefused(Throwable error) {
        return error instanceof NegativeReplyException refusal
                && !refusal.isTransient()
                && refusal.command().filter(command -> command.is(Verb.REST)).isPresent();
    }

    private static void learn(ControlChannel session, Throwable error) {
        boolean isUnknown = error instanceof FtpException refusal
                && refusal.reply()
                        .map(Reply::code)
                        .filter(NOT_IMPLEMENTED::contains)
                        .isPresent();
        if (isUnknown) {
            session.remember(Lesson.REST_REFUSED);
        }
    }
}
