package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolInterpreterTest {

    private static final Command NOOP = Command.of(Verb.NOOP);

    private static Transcript busy() {
        return Transcript.of(CommandDialogues.plain(NOOP)).says("NOOP");
    }

    @Test
    void fromCommandToCommand() {
        busy().is(ControlState.BUSY)
                .hears("200 ok")
                .finishes(Reply.of(200, "ok"))
                .isReady()
                .begins(CommandDialogues.size("a"))
                .says("SIZE a")
                .hears("213 5")
                .finishes(5L)
                .isReady();
    }

    @Test
    void aReplyInPieces() {
        busy().hearsRaw("2")
                .doesNothing()
                .hearsRaw("00 ok\r")
                .doesNothing()
                .hearsRaw("\n")
                .finishes(Reply.of(200, "ok"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"226 late", "426 late", "150 late", "200 ok", "500 no"})
    void aReplyToNoCommandEndsTheSession(String reply) {
        Transcript.ready().hears(reply).closes("a reply to no command: " + reply);
        busy().hears("200 ok", reply).finishes(Reply.of(200, "ok")).closes("to no command: " + reply);
    }

    @Test
    void goodbyeWhileNothingGoesOn() {
        Transcript.ready().hears("421 Timeout").closes("421 Timeout");
        busy().hears("200 ok", "421 Timeout").finishes(Reply.of(200, "ok")).closes("421 Timeout");
    }

    @Test
    void goodbyeInsteadOfAnAnswer() {
        busy().hears("421 Timeout")
                .fails(NegativeReplyException.class, error -> {
                    assertThat(error).hasMessage("421 Timeout (NOOP)");
                    assertThat(error.isTransient()).isTrue();
                })
                .closes("421 Timeout");
    }

    /** Half of "421 Timeout" has come: the other half must not be taken for the answer to the next command. */
    @ParameterizedTest
    @ValueSource(strings = {"4", "421 Timeo", "226-late\r\n", "\r"})
    void halfAReplyToNoCommandEndsTheSessionAtTheNextCommand(String half) {
        Transcript.ready()
                .hearsRaw(half)
                .begins(CommandDialogues.plain(NOOP))
                .fails(ProtocolViolationException.class, Phase.REPLY, "before the command")
                .closes();
    }

    @Test
    void aReplyThatIsThereBeforeTheCommandIsNotItsAnswer() {
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .hears("350 to?", "250 done")
                .fails(ProtocolViolationException.class, Phase.REPLY, "before the command RNTO", "250 done")
                .closes();
    }

    @Test
    void endlessReplies() {
        Transcript transcript = busy();
        for (int i = 0; i < 1_000; i++) {
            transcript.hears("150 a moment").is(ControlState.BUSY);
        }
        transcript
                .hears("150 a moment")
                .fails(ProtocolViolationException.class, Phase.REPLY, "does not stop replying: 150 a moment")
                .closes();
    }

    @Test
    void theCountBeginsAnewWithEveryDialogue() {
        Transcript transcript = Transcript.ready();
        for (int i = 0; i < 2_000; i++) {
            transcript
                    .begins(CommandDialogues.plain(NOOP))
                    .says("NOOP")
                    .hears("200 ok")
                    .finishes(Reply.of(200, "ok"));
        }
        transcript.isReady();
    }

    @Test
    void endlessRepliesAfterNobodyWantsThem() {
        Transcript transcript = busy().aborts();
        for (int i = 0; i < 1_000; i++) {
            transcript.hears("150 a moment").is(ControlState.ABORTING);
        }
        transcript.hears("150 a moment").closes("does not stop replying");
    }

    @Test
    void garbage() {
        busy().hearsRaw("<html>\r\n")
                .fails(ProtocolViolationException.class, Phase.REPLY, "no FTP reply: \"<html>\"")
                .closes();
        Transcript.ready().hearsRaw("<html>\r\n").closes("<html>");
        busy().aborts().hearsRaw("<html>\r\n").closes("<html>");
    }

    @Test
    void nothingComesAfterTheEnd() {
        busy().loses()
                .fails(ConnectionLostException.class, Phase.REPLY, "(NOOP)")
                .closes()
                .hears("200 ok")
                .hearsRaw("\0garbage")
                .loses()
                .expires()
                .aborts()
                .quits()
                .secured()
                .dataEnded(1)
                .doesNothing()
                .is(ControlState.CLOSED);
    }

    @Test
    void nothingBeginsWhileAnotherGoesOn() {
        Transcript transcript = busy();
        assertThatThrownBy(() -> transcript.begins(CommandDialogues.size("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("BUSY");
        transcript.hears("200 ok").finishes(Reply.of(200, "ok")).isReady();
    }

    @Test
    void nothingBeginsBeforeTheLoginOrAfterTheEnd() {
        ProtocolInterpreter fresh = new ProtocolInterpreter(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> fresh.begin(CommandDialogues.size("a"))).isInstanceOf(IllegalStateException.class);
        Transcript closed = Transcript.ready().loses().closes();
        assertThatThrownBy(() -> closed.begins(CommandDialogues.size("a"))).isInstanceOf(IllegalStateException.class);
        Transcript aborting = busy().aborts();
        assertThatThrownBy(() -> aborting.begins(CommandDialogues.size("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Transcript.ready().interpreter().opened(CommandDialogues.size("a")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lostBeforeItWasOpen() {
        ProtocolInterpreter fresh = new ProtocolInterpreter(StandardCharsets.UTF_8);
        fresh.lost(null);
        assertThat(fresh.state()).isEqualTo(ControlState.CLOSED);
    }

    @Test
    void lostWhileNothingGoesOn() {
        Transcript.ready().loses().closes("the server closed the control connection");
    }

    @Test
    void expiredInAReplyNamesTheCommand() {
        busy().waits(Phase.REPLY)
                .expires()
                .fails(DeadlineExceededException.class, error -> {
                    assertThat(error).hasMessage("nothing for 30 s while waiting for a reply (NOOP)");
                    assertThat(error.command()).contains(NOOP);
                })
                .closes();
    }

    @Test
    void expiredWhileWindingUpJustCloses() {
        busy().aborts().waits(Phase.ABORT).expires().closes("nothing for 30 s while aborting a transfer (NOOP)");
    }

    @Test
    void abortWhileNothingGoesOnIsNothing() {
        Transcript.ready().aborts().doesNothing().isReady();
        busy().aborts()
                .waits(Phase.ABORT)
                .aborts()
                .doesNothing()
                .hears("200 ok")
                .settles();
    }

    @Test
    void quit() {
        Transcript.ready()
                .quits()
                .says("QUIT")
                .waits(Phase.CLOSE)
                .is(ControlState.QUITTING)
                .quits()
                .doesNothing()
                .hears("221 bye")
                .closes("goodbye: 221 bye");
    }

    @Test
    void quitWithoutAnAnswer() {
        Transcript.ready().quits().says("QUIT").loses().closes();
        Transcript.ready().quits().says("QUIT").expires().closes();
        Transcript.ready().quits().says("QUIT").hears("500 what?").closes();
        Transcript.ready().quits().says("QUIT").hears("421 timeout").closes();
        Transcript.ready().quits().says("QUIT").hearsRaw("garbage\r\n").closes();
    }

    @Test
    void quitInTheMiddleJustCloses() {
        busy().quits().closes("closed by the client");
        busy().aborts().quits().closes("closed by the client");
        Transcript.login(new LoginDialogue(Security.CLEAR, Credentials.ANONYMOUS))
                .quits()
                .closes("closed by the client");
    }

    @Test
    void aCommandThatCannotBeWrittenFailsAlone() {
        busy().cannotSay("no bytes for it")
                .fails(
                        IllegalArgumentException.class,
                        error -> assertThat(error).hasMessage("no bytes for it"))
                .isReady();
    }

    /** What was said before it would still count: a RNFR, a REST, a CWD that was to be taken back. */
    @Test
    void aCommandThatCannotBeWrittenAfterAnotherEndsTheSession() {
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .hears("350 to?")
                .says("RNTO b")
                .cannotSay("no bytes for it")
                .fails(
                        IllegalArgumentException.class,
                        error -> assertThat(error).hasMessage("no bytes for it"))
                .closes("could not be written");
    }

    @Test
    void aLoginThatCannotBeWrittenEndsTheSession() {
        Transcript.login(new LoginDialogue(Security.CLEAR, Credentials.ANONYMOUS))
                .hears("220 ready")
                .says("USER anonymous")
                .cannotSay("no bytes for it")
                .fails(IllegalArgumentException.class, error -> {})
                .closes("could not be written");
    }

    /** Waits for a reply, then for the data connection. */
    private static Dialogue<String> replyThenData() {
        return () -> Step.say(
                NOOP,
                reply -> Step.openData(
                        new HostPort(null, 21),
                        opened -> new Step.Wait<>(null, Phase.DATA, new Expectation<>() {
                            @Override
                            public Step<String> happened(DataEvent event) {
                                return Step.done(opened + " " + event);
                            }
                        })));
    }

    @Test
    void whatHappensBeforeItIsExpectedIsKeptInOrder() {
        Transcript.of(replyThenData())
                .says("NOOP")
                .dataOpened()
                .doesNothing()
                .dataEnded(5)
                .hears("200 ok")
                .opens(21)
                .finishes("Opened[] Ended[bytes=5]")
                .isReady();
    }

    @Test
    void whatHappenedInOneDialogueIsNotToldToTheNext() {
        Transcript.of(replyThenData())
                .says("NOOP")
                .dataOpened()
                .aborts()
                .hears("200 ok")
                .settles()
                .dataEnded(7)
                .begins(replyThenData())
                .says("NOOP")
                .hears("200 ok")
                .opens(21)
                .waits(null)
                .is(ControlState.BUSY)
                .doesNothing();
    }

    @Test
    void aReplyWhereOnlyTheDataConnectionMaySpeak() {
        Transcript.of(replyThenData())
                .says("NOOP")
                .hears("200 ok")
                .opens(21)
                .waits(null)
                .hears("200 more")
                .closesData()
                .fails(ProtocolViolationException.class, Phase.DATA_CONNECT, "an unexpected reply: 200 more")
                .closes();
    }

    @Test
    void lostWhileTheDataConnectionIsMade() {
        Transcript.of(replyThenData())
                .says("NOOP")
                .hears("200 ok")
                .opens(21)
                .loses()
                .closesData()
                .fails(ConnectionLostException.class, Phase.DATA_CONNECT, "while opening the data connection")
                .closes();
    }

    @Test
    void aDurationIsShownAsItIs() {
        Transcript transcript = busy();
        transcript.interpreter().expired(Duration.ofMillis(1_500));
        transcript
                .fails(DeadlineExceededException.class, Phase.REPLY, "1500 ms")
                .closes();
    }
}
