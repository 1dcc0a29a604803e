package dev.fluxftp.transfer;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.session.Action;
import dev.fluxftp.session.Expectation;
import dev.fluxftp.session.Step;
import java.util.function.Supplier;

/**
 * Out of a transfer that nobody wants any more: close the data connection, then plain ABOR. Every server that was measured
 * gives exactly two replies then, one for the transfer and one for ABOR, if Pure-FTPd's stray 150 counts for the first. NOOP
 * proves it: a reply too many would be taken for its answer, or follow it.
 */
final class AbortDialogue {

    private final Supplier<Step<Boolean>> then;
    private boolean agreed;
    private int owed;

    /** @param then what is left to tidy up */
    AbortDialogue(TransferPhase phase, Supplier<Step<Boolean>> then) {
        this.then = then;
        agreed = phase != TransferPhase.NEGOTIATING;
        owed = phase == TransferPhase.REPLIED ? 1 : 2;
    }

    Step<Boolean> begin() {
        return Step.closeData(new Step.Wait<>(new Action.Send(Command.of(Verb.ABOR)), Phase.ABORT, replies));
    }

    private final Expectation<Boolean> replies = new Expectation<>() {
        @Override
        public Step<Boolean> heard(Reply reply) {
            if (reply.isPreliminary() && !agreed) {
                agreed = true; // the 150 of the verb itself, overtaken by our ABOR
                return new Step.Wait<>(null, Phase.ABORT, this);
            }
            agreed = true;
            owed--;
            return owed > 0 ? new Step.Wait<>(null, Phase.ABORT, this) : prove();
        }
    };

    private Step<Boolean> prove() {
        return new Step.Wait<>(new Action.Send(Command.of(Verb.NOOP)), Phase.ABORT, new Expectation<>() {
            @Override
            public Step<Boolean> heard(Reply reply) {
                // 225 and 226 belong to a transfer, never to NOOP
                return reply.isCompletion() && reply.code() / 10 != 22
                        ? then.get()
                        : Step.broken(new ProtocolViolationException(
                                Phase.ABORT, "the replies after ABOR do not add up: " + reply));
            }
        });
    }
}
