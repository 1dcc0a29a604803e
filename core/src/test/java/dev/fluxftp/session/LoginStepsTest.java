package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every step of a login, and everything that may go wrong there. */
class LoginStepsTest {

    /** Every step of an explicit login, as what the client says and what it hears. */
    private static final List<String[]> STEPS = List.of(
            new String[] {"", "220 ready"},
            new String[] {"AUTH TLS", "234 go on"},
            new String[] {"USER alice", "331 password"},
            new String[] {"PASS s3cret", "332 account"},
            new String[] {"ACCT acc0unt", "230 in"},
            new String[] {"PBSZ 0", "200 ok"},
            new String[] {"PROT P", "200 ok"},
            new String[] {"FEAT", "211 none"},
            new String[] {"OPTS UTF8 ON", "200 ok"},
            new String[] {"TYPE I", "200 ok"});

    static List<Integer> everyStep() {
        return IntStream.range(0, STEPS.size()).boxed().toList();
    }

    /** The login up to the point where it waits for the reply of that step. */
    private static Transcript upTo(int step) {
        Transcript transcript = Transcript.login(new LoginDialogue(
                Security.EXPLICIT_TLS, Credentials.of("alice", "s3cret").withAccount("acc0unt")));
        for (int i = 0; i <= step; i++) {
            if (i > 0) {
                transcript.says(STEPS.get(i)[0]);
            }
            if (i < step) {
                transcript.hears(STEPS.get(i)[1]);
            }
            if (i == 1 && step > 1) {
                transcript.startsTls().secured();
            }
        }
        return transcript;
    }

    private static Phase phaseOf(int step) {
        return step == 0 ? Phase.GREETING : Phase.LOGIN;
    }

    private static void says(FtpException error, int step) {
        assertThat(error.phase()).isEqualTo(phaseOf(step));
        assertThat(error.getMessage()).doesNotContain("s3cret", "acc0unt");
        if (step == 0) {
            assertThat(error.command()).isEmpty();
        } else {
            assertThat(error.command())
                    .hasValueSatisfying(c ->
                            assertThat(c.word()).isEqualTo(STEPS.get(step)[0].split(" ")[0]));
        }
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theServerGoesAway(int step) {
        upTo(step)
                .loses()
                .fails(ConnectionLostException.class, error -> says(error, step))
                .closes();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theServerGoesAwayWithinAReply(int step) {
        upTo(step)
                .hearsRaw(STEPS.get(step)[1])
                .loses()
                .fails(ConnectionLostException.class, error -> says(error, step))
                .closes();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theServerIsSilent(int step) {
        upTo(step)
                .expires()
                .fails(DeadlineExceededException.class, error -> says(error, step))
                .closes();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theServerSaysGoodbye(int step) {
        upTo(step)
                .hears("421 goodbye")
                .fails(NegativeReplyException.class, error -> {
                    says(error, step);
                    assertThat(error.isTransient()).isTrue();
                })
                .closes("421 goodbye");
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theServerSpeaksSomethingElse(int step) {
        for (String garbage : List.of("HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-x\r\n", "633 x\r\n", "\r\n", "\0")) {
            upTo(step)
                    .hearsRaw(garbage)
                    .fails(
                            ProtocolViolationException.class,
                            error -> assertThat(error.phase()).isEqualTo(phaseOf(step)))
                    .closes();
        }
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theReplyCameWithAnother(int step) {
        if (step == 1 || step == STEPS.size() - 1) {
            return; // see LoginDialogueTest: bytesAfter234InOneSegment, aReplyToNoCommandAfterTheLogin
        }
        upTo(step)
                .hears(STEPS.get(step)[1], "200 one more")
                .fails(ProtocolViolationException.class, phaseOf(step), "200 one more")
                .closes();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void theLoginIsNotWantedAnyMore(int step) {
        upTo(step).aborts().closes("cancelled");
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void aPreliminaryReplyIsNotTheAnswer(int step) {
        Transcript transcript = upTo(step).hears("110 a moment").is(ControlState.LOGIN);
        transcript.hears(STEPS.get(step)[1]);
        if (step == 1) {
            transcript.startsTls();
        } else if (step < STEPS.size() - 1) {
            transcript.says(STEPS.get(step + 1)[0]);
        } else {
            transcript.finishes(new Features(true, Map.of())).isReady();
        }
    }
}
