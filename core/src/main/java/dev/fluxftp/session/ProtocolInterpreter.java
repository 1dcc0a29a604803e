package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.ReplyDecoder;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.session.ControlState.Event;
import dev.fluxftp.session.Step.Aftermath;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a control connection. The driver tells it what happened and performs the actions that {@link #poll()} gives
 * until there are none. One dialogue at a time; a reply that nobody waits for ends the session, because every later reply
 * would be taken for the answer to another command.
 */
public final class ProtocolInterpreter {

    /** A server that goes on replying to one dialogue without end is cut off here. */
    private static final int MAX_REPLIES = 1_000;

    private static final int SERVICE_NOT_AVAILABLE = 421;

    private final ReplyDecoder decoder;
    private final Queue<Action> actions = new ArrayDeque<>();
    private final Queue<DataEvent> untimely = new ArrayDeque<>();

    private ControlState state = ControlState.CONNECTING;
    private @Nullable Dialogue<?> dialogue;
    private @Nullable Expectation<?> expectation;
    private @Nullable Phase phase;
    /** What the data connection is at; null when there is none. */
    private @Nullable Phase dataPhase;

    private @Nullable Command saidBefore;
    private @Nullable Command said;
    private int replies;

    public ProtocolInterpreter(Charset charset) {
        this.decoder = new ReplyDecoder(charset);
    }

    public ControlState state() {
        return state;
    }

    /** The next thing to do, or null. */
    public @Nullable Action poll() {
        return actions.poll();
    }

    /** TCP is up: the login dialogue begins. */
    public void opened(Dialogue<?> login) {
        start(Event.OPENED, login);
    }

    /** Begins a dialogue; only a READY session can. */
    public void begin(Dialogue<?> next) {
        start(Event.BEGIN, next);
    }

    /** Bytes came on the control connection. */
    public void receive(ByteBuffer bytes) {
        if (state == ControlState.CLOSED || !bytes.hasRemaining()) {
            return;
        }
        if (state == ControlState.UPGRADING) {
            lose(beforeTls());
            return;
        }
        try {
            decoder.receive(bytes);
            Reply reply;
            while (hears() && (reply = decoder.next()) != null) {
                hear(reply);
            }
        } catch (ProtocolViolationException violation) {
            lose(violation.in(phaseNow()));
        }
    }

    /** The TLS handshake of the control connection is done. */
    public void secured() {
        if (expectation != null && state == ControlState.UPGRADING) {
            Step<?> next = expectation.secured();
            if (next != null) {
                move(Event.SECURED);
                run(next);
            }
        }
    }

    /** Something happened on the data connection. */
    public void happened(DataEvent event) {
        if (expectation == null || (state != ControlState.BUSY && state != ControlState.ABORTING)) {
            return;
        }
        untimely.add(event);
        tellWhatHappened();
    }

    /** The dialogue is not wanted any more. Without effect when none goes on. */
    public void abort() {
        Dialogue<?> unwanted = dialogue;
        if (state == ControlState.BUSY && unwanted != null) {
            move(Event.ABORT);
            run(unwanted.abort());
        } else if (state == ControlState.LOGIN || state == ControlState.UPGRADING) {
            close("the login was cancelled");
        }
    }

    /** Says goodbye where that is possible, else just closes. */
    public void quit() {
        if (state == ControlState.READY) {
            move(Event.QUIT);
            run(new Step.Wait<>(new Action.Send(Command.of(Verb.QUIT)), Phase.CLOSE, new Expectation<Reply>() {
                @Override
                public Step<Reply> heard(Reply reply) {
                    return Step.done(reply);
                }
            }));
        } else if (state != ControlState.QUITTING) {
            close("closed by the client");
        }
    }

    /** The clock of the phase ran out. */
    public void expired(Duration deadline) {
        lose(new DeadlineExceededException(phaseNow(), deadline, said));
    }

    /** The driver could not write the command because its charset has no bytes for it: nothing was said. */
    public void unsayable(IllegalArgumentException error) {
        closeData();
        if (state == ControlState.BUSY && nothingWasSaidThatCounts()) {
            end(new Action.Fail(error));
            return;
        }
        if (isWanted()) {
            actions.add(new Action.Fail(error));
        }
        close("a command could not be written");
    }

    /** The control connection ended. */
    public void lost(@Nullable Throwable cause) {
        lose(new ConnectionLostException(phaseNow(), said, cause));
    }

    /** The control connection cannot be trusted or used any more. */
    public void lose(FtpException error) {
        if (state == ControlState.CLOSED) {
            return;
        }
        FtpException earlier = expectation == null ? null : expectation.failure();
        closeData();
        if (isWanted()) {
            actions.add(new Action.Fail(earlier == null ? error : earlier));
        }
        close(String.valueOf(error.getMessage()));
    }

    private void start(Event event, Dialogue<?> next) {
        move(event);
        dialogue = next;
        saidBefore = null;
        said = null;
        replies = 0;
        untimely.clear();
        run(next.begin());
    }

    private boolean hears() {
        return state != ControlState.CLOSED && state != ControlState.UPGRADING;
    }

    private void hear(Reply reply) {
        if (state == ControlState.QUITTING) {
            close("the server said goodbye: " + reply);
        } else if (reply.code() == SERVICE_NOT_AVAILABLE) {
            // RFC 959 5.4: may come as the reply to any command, and unasked
            lose(new NegativeReplyException(phaseNow(), said, reply));
        } else if (expectation == null) {
            lose(new ProtocolViolationException(phaseNow(), "the server sent a reply to no command: " + reply));
        } else if (++replies > MAX_REPLIES) {
            lose(new ProtocolViolationException(phaseNow(), "the server does not stop replying: " + reply));
        } else {
            Step<?> next = expectation.heard(reply);
            if (next == null) {
                lose(new ProtocolViolationException(phaseNow(), "the server sent an unexpected reply: " + reply));
            } else {
                run(next);
            }
        }
    }

    private void run(Step<?> first) {
        Step<?> step = first;
        while (step instanceof Step.Do<?> now) {
            perform(now.action());
            step = now.then();
        }
        if (step instanceof Step.Wait<?> wait) {
            await(wait);
        } else if (step instanceof Step.Done<?> done) {
            end(new Action.Finish(done.result()));
        } else if (step instanceof Step.Failed<?> failed) {
            if (failed.aftermath() == Aftermath.CLOSE) {
                expectation = null;
                lose(failed.error());
            } else if (state == ControlState.LOGIN) {
                lose(failed.error());
            } else {
                end(new Action.Fail(failed.error()));
            }
        }
    }

    private void await(Step.Wait<?> wait) {
        Action action = wait.action();
        FtpException tooEarly = tooEarlyFor(action);
        if (tooEarly != null) {
            lose(tooEarly);
            return;
        }
        expectation = wait.expectation();
        boolean goesOn = action == null && wait.phase() == phase;
        phase = wait.phase();
        if (action != null) {
            perform(action);
        }
        if (!goesOn) {
            actions.add(new Action.Clock(phase));
        }
        if (action instanceof Action.StartTls) {
            move(Event.UPGRADE);
        } else {
            tellWhatHappened();
        }
    }

    private void perform(Action action) {
        actions.add(action);
        if (action instanceof Action.Send send) {
            saidBefore = said;
            said = send.command();
        } else if (action instanceof Action.OpenData) {
            dataPhase = Phase.DATA_CONNECT;
        } else if (action instanceof Action.GoAhead) {
            dataPhase = Phase.DATA;
        } else if (action instanceof Action.CloseData) {
            dataPhase = null;
        }
    }

    /**
     * Text that is there before a command is said cannot be the answer to it, and would yet be taken for it. Only ABOR may
     * overtake a reply that is on its way.
     */
    private @Nullable FtpException tooEarlyFor(@Nullable Action action) {
        if (decoder.isEmpty()) {
            return null;
        }
        if (action instanceof Action.StartTls) {
            return beforeTls();
        }
        return action instanceof Action.Send send && !send.command().is(Verb.ABOR) ? before(send.command()) : null;
    }

    private FtpException before(Command command) {
        Reply early = decoder.next();
        return early != null && early.code() == SERVICE_NOT_AVAILABLE
                ? new NegativeReplyException(phaseNow(), said, early)
                : new ProtocolViolationException(
                        phaseNow(),
                        "the server sent a reply before the command " + command + ": "
                                + (early == null ? "half a reply" : early));
    }

    /** Text that came before the handshake would be believed as if it had come under TLS. */
    private static FtpException beforeTls() {
        return new ProtocolViolationException(
                Phase.TLS, "the server sent more than its reply before TLS began; somebody may be injecting replies");
    }

    /** A data connection does not outlive its dialogue's session. */
    private void closeData() {
        if (dataPhase != null) {
            perform(new Action.CloseData());
        }
    }

    private boolean isWanted() {
        return state == ControlState.LOGIN || state == ControlState.UPGRADING || state == ControlState.BUSY;
    }

    /** REST, RNFR and a CWD that was to be taken back still count when the next command is never said. */
    private boolean nothingWasSaidThatCounts() {
        return saidBefore == null || saidBefore.is(Verb.EPSV) || saidBefore.is(Verb.PASV);
    }

    private void tellWhatHappened() {
        DataEvent event = untimely.peek();
        if (event != null && expectation != null) {
            Step<?> next = expectation.happened(event);
            if (next != null) {
                untimely.poll();
                run(next);
            }
        }
    }

    private void end(Action outcome) {
        boolean aborted = state == ControlState.ABORTING;
        boolean quit = state == ControlState.QUITTING;
        forget();
        move(Event.END);
        actions.add(new Action.Clock(null));
        if (quit) {
            actions.add(new Action.Close("closed by the client"));
        } else {
            actions.add(aborted ? new Action.Settled() : outcome);
        }
    }

    private void close(String why) {
        if (state != ControlState.CLOSED) {
            closeData();
            forget();
            move(Event.LOST);
            actions.add(new Action.Clock(null));
            actions.add(new Action.Close(why));
        }
    }

    private void forget() {
        dialogue = null;
        expectation = null;
        phase = null;
        dataPhase = null;
        said = null; // what happens from now on has nothing to do with it
        untimely.clear();
    }

    private void move(Event event) {
        ControlState next = state.on(event);
        if (next == null) {
            throw new IllegalStateException(event + " has no place in " + state);
        }
        state = next;
    }

    private Phase phaseNow() {
        if (phase == null && dataPhase != null) {
            return dataPhase;
        }
        if (phase == null) {
            return state == ControlState.CONNECTING ? Phase.CONNECT : Phase.REPLY;
        }
        return state == ControlState.LOGIN && phase == Phase.REPLY ? Phase.LOGIN : phase;
    }
}
