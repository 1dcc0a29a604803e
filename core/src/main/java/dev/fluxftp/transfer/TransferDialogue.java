package dev.fluxftp.transfer;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.session.Action;
import dev.fluxftp.session.DataEvent;
import dev.fluxftp.session.Dialogue;
import dev.fluxftp.session.Expectation;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.session.ServerProfile;
import dev.fluxftp.session.Step;
import dev.fluxftp.transfer.TransferPhase.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transfer in passive mode: EPSV (else PASV), the data connection, REST, the verb, and both endings in either order.
 *
 * <pre>
 *   EPSV                       229            (no: PASV, 227)
 *   [data connection made]
 *   REST n                     350            (directly before the verb: two servers forget it otherwise)
 *   RETR path                  150
 *   [TLS handshake, bytes]
 *   [data connection ended]    226            (in either order)
 * </pre>
 */
public final class TransferDialogue implements Dialogue<TransferEnd> {

    private static final int ENTERING_PASSIVE_MODE = 227;
    private static final int ENTERING_EXTENDED_PASSIVE_MODE = 229;

    private final TransferRequest request;
    private final ServerProfile profile;
    private final AddressFamily family;
    private final Command verb;

    private Stage stage = Stage.ADDRESSING;
    private TransferPhase phase = TransferPhase.NEGOTIATING;
    private boolean restartIsOwed;
    private long bytes;
    private boolean begun;
    private @Nullable Reply finalReply;

    private enum Stage {
        ADDRESSING,
        CONNECTING,
        RESTARTING,
        MOVING,
        WINDING_UP
    }

    public TransferDialogue(TransferRequest request, ServerProfile profile, AddressFamily family) {
        this.request = request;
        this.profile = profile;
        this.family = family;
        this.verb = request.command();
    }

    @Override
    public Step<TransferEnd> begin() {
        return family == AddressFamily.IPV4 && profile.has(Lesson.EPSV_FAILS) ? passive(null) : extendedPassive();
    }

    @Override
    public Step<?> abort() {
        return switch (stage) {
            case ADDRESSING -> Dialogue.settleWithNextReply();
            case CONNECTING -> Step.closeData(Step.done(Boolean.TRUE));
            case RESTARTING -> Step.closeData(Dialogue.afterNextReply(this::settle));
            case MOVING -> new AbortDialogue(phase, this::settle).begin();
            case WINDING_UP -> Dialogue.afterNextReply(this::settle);
        };
    }

    private Step<Boolean> settle() {
        return restartIsOwed ? forgetRestart(Step.done(Boolean.TRUE)) : Step.done(Boolean.TRUE);
    }

    private Step<TransferEnd> extendedPassive() {
        Command epsv = Command.of(Verb.EPSV);
        return Step.say(epsv, reply -> {
            if (reply.code() == ENTERING_EXTENDED_PASSIVE_MODE) {
                Optional<HostPort> address = HostPort.ofExtendedPassive(reply);
                return address.isPresent() ? connect(address.get()) : orPassive(nonsense(epsv, reply));
            }
            if (reply.code() == ENTERING_PASSIVE_MODE && family == AddressFamily.IPV4) {
                return passiveAddress(epsv, reply); // some servers answer EPSV with the reply of PASV
            }
            FtpException refusal = new NegativeReplyException(Phase.REPLY, epsv, reply);
            return reply.isTransientNegative() ? Step.failed(refusal) : orPassive(refusal);
        });
    }

    private Step<TransferEnd> connect(HostPort address) {
        stage = Stage.CONNECTING;
        return Step.openData(address, event -> {
            if (event instanceof DataEvent.Unreachable unreachable) {
                return orPassive(unreachable.error());
            }
            return opened(event);
        });
    }

    /** EPSV did not lead to a data connection: what did not work, and the older way where the address family allows it. */
    private Step<TransferEnd> orPassive(FtpException failure) {
        stage = Stage.ADDRESSING;
        return family == AddressFamily.IPV4 ? passive(failure) : Step.failed(failure);
    }

    private Step<TransferEnd> passive(@Nullable FtpException epsvFailure) {
        Command pasv = Command.of(Verb.PASV);
        return Step.say(pasv, reply -> {
            if (reply.code() == ENTERING_PASSIVE_MODE) {
                return passiveAddress(pasv, reply);
            }
            // 4yz may pass, whatever EPSV said
            return epsvFailure == null || reply.isTransientNegative()
                    ? Step.refused(pasv, reply)
                    : Step.failed(epsvFailure);
        });
    }

    private Step<TransferEnd> passiveAddress(Command command, Reply reply) {
        Optional<HostPort> address = HostPort.ofPassive(reply);
        if (address.isEmpty()) {
            return Step.failed(nonsense(command, reply));
        }
        stage = Stage.CONNECTING;
        return Step.openData(
                address.get(),
                event -> event instanceof DataEvent.Unreachable unreachable
                        ? Step.failed(unreachable.error())
                        : Step.learn(Lesson.EPSV_FAILS, opened(event)));
    }

    private Step<TransferEnd> opened(DataEvent event) {
        if (!(event instanceof DataEvent.Opened)) {
            throw new IllegalStateException("the data connection is not open: " + event);
        }
        return request.offset() > 0 && !verb.is(Verb.APPE) ? restart() : move();
    }

    private Step<TransferEnd> restart() {
        stage = Stage.RESTARTING;
        restartIsOwed = true;
        Command rest = Command.of(Verb.REST, Long.toString(request.offset()));
        return Step.say(rest, reply -> {
            if (reply.isIntermediate()) {
                return move();
            }
            stage = Stage.WINDING_UP;
            Step<TransferEnd> refused = Step.refused(rest, reply);
            return Step.closeData(reply.isNegative() ? refused : forgetRestart(refused));
        });
    }

    private Step<TransferEnd> move() {
        stage = Stage.MOVING;
        return new Step.Wait<>(new Action.Send(verb), Phase.REPLY, moving);
    }

    private final Expectation<TransferEnd> moving = new Expectation<>() {
        @Override
        public Step<TransferEnd> heard(Reply reply) {
            return switch (reply.kind()) {
                case PRELIMINARY -> agreed();
                case COMPLETION -> completed(reply);
                case TRANSIENT_NEGATIVE, PERMANENT_NEGATIVE -> refused(reply);
                case INTERMEDIATE ->
                    Step.broken(new ProtocolViolationException(Phase.DATA, "an odd reply to " + verb + ": " + reply));
            };
        }

        @Override
        public @Nullable Step<TransferEnd> happened(DataEvent event) {
            if (event instanceof DataEvent.Ended ended) {
                return ended(ended.bytes());
            }
            return event instanceof DataEvent.Broken broken ? broke(broken.error()) : null;
        }
    };

    private Step<TransferEnd> agreed() {
        TransferPhase before = phase;
        restartIsOwed = false;
        begun = true;
        phase = phase.on(Event.PRELIMINARY);
        return before == TransferPhase.NEGOTIATING ? goAhead() : waitOn();
    }

    private Step<TransferEnd> completed(Reply reply) {
        TransferPhase before = phase;
        restartIsOwed = false;
        finalReply = reply;
        phase = phase.on(Event.COMPLETION);
        if (phase == TransferPhase.DONE) {
            return Step.done(new TransferEnd(bytes, reply));
        }
        if (request.sends()) {
            phase = TransferPhase.FAILED;
            // heard before the data connection breaks, or after it, as chance has it: the same failure
            return Step.closeData(
                    Step.failed(new IncompleteTransferException(Phase.FINAL_REPLY, verb, bytes, -1, null)));
        }
        // a server that leaves 150 out for short files
        return before == TransferPhase.NEGOTIATING ? goAhead() : waitOn();
    }

    private Step<TransferEnd> refused(Reply reply) {
        FtpException refusal = new NegativeReplyException(phaseNow(), verb, reply);
        phase = phase.on(Event.NEGATIVE);
        stage = Stage.WINDING_UP;
        return Step.closeData(restartIsOwed ? forgetRestart(Step.failed(refusal)) : Step.failed(refusal));
    }

    private Phase phaseNow() {
        return switch (phase) {
            case NEGOTIATING -> Phase.REPLY;
            case OPEN, REPLIED -> Phase.DATA;
            case DATA_CLOSED, DONE, FAILED -> Phase.FINAL_REPLY;
        };
    }

    private Step<TransferEnd> ended(long moved) {
        bytes = moved;
        phase = phase.on(Event.DATA_END);
        return phase == TransferPhase.DONE && finalReply != null
                ? Step.done(new TransferEnd(bytes, finalReply))
                : new Step.Wait<>(null, Phase.FINAL_REPLY, moving);
    }

    /** The session is saved if the server closes the subject with a final reply soon. */
    private Step<TransferEnd> broke(FtpException failure) {
        boolean replied = phase == TransferPhase.REPLIED;
        phase = phase.on(Event.DATA_ERROR);
        stage = Stage.WINDING_UP;
        return Step.closeData(
                replied ? Step.failed(failure) : new Step.Wait<>(null, Phase.ABORT, finalReplyAfter(failure)));
    }

    private Expectation<TransferEnd> finalReplyAfter(FtpException failure) {
        return new Expectation<>() {
            @Override
            public Step<TransferEnd> heard(Reply reply) {
                restartIsOwed = restartIsOwed && reply.isNegative();
                if (reply.isPreliminary()) {
                    begun = true;
                    return new Step.Wait<>(null, Phase.ABORT, this);
                }
                Step<TransferEnd> failed = Step.failed(reply.isNegative() ? saidSo(reply, failure) : failure);
                return restartIsOwed ? forgetRestart(failed) : failed;
            }

            @Override
            public FtpException failure() {
                return failure;
            }
        };
    }

    /** The server's own words say more than the broken connection does, unless it broke because TLS did not come about. */
    private FtpException saidSo(Reply reply, FtpException failure) {
        if (failure instanceof TlsFailedException || failure.phase() == Phase.DATA_TLS) {
            return failure;
        }
        FtpException refusal = new NegativeReplyException(Phase.FINAL_REPLY, verb, reply);
        FtpException both =
                begun ? new IncompleteTransferException(Phase.DATA, verb, failure.bytes(), -1, refusal) : refusal;
        both.addSuppressed(failure);
        return both;
    }

    private Step<TransferEnd> goAhead() {
        return new Step.Wait<>(new Action.GoAhead(), null, moving);
    }

    private Step<TransferEnd> waitOn() {
        return new Step.Wait<>(null, phase == TransferPhase.DATA_CLOSED ? Phase.FINAL_REPLY : null, moving);
    }

    /** A REST whose transfer did not happen would start the next one there (vsftpd, ProFTPD, Pure-FTPd, pyftpdlib). */
    private <T> Step<T> forgetRestart(Step<T> then) {
        restartIsOwed = false;
        return new Step.Wait<>(new Action.Send(Command.of(Verb.REST, "0")), Phase.REPLY, new Expectation<>() {
            @Override
            public Step<T> heard(Reply reply) {
                return reply.isPreliminary() ? new Step.Wait<>(null, Phase.REPLY, this) : then;
            }

            @Override
            public @Nullable FtpException failure() {
                return then instanceof Step.Failed<T> failed ? failed.error() : null;
            }
        });
    }

    private static FtpException nonsense(Command command, Reply reply) {
        return new ProtocolViolationException("no usable address in the reply to " + command + ": " + reply);
    }
}
