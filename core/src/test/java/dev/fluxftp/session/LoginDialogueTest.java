package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.Verb;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginDialogueTest {

    private static final Credentials ALICE = Credentials.of("alice", "s3cret");
    private static final Features NONE = new Features(true, Map.of());

    private static Transcript login(Security security) {
        return Transcript.login(new LoginDialogue(security, ALICE));
    }

    private static Transcript greeted() {
        return login(Security.CLEAR).hears("220 ready").says("USER alice");
    }

    private static Transcript settlesIn(Transcript transcript) {
        return transcript
                .says("FEAT")
                .hears("211 none")
                .says("OPTS UTF8 ON")
                .hears("200 ok")
                .says("TYPE I")
                .hears("200 ok")
                .finishes(NONE)
                .isReady();
    }

    @Test
    void clear() {
        login(Security.CLEAR)
                .waits(Phase.GREETING)
                .hears("220-Welcome", "220-to", "220 this server")
                .says("USER alice")
                .waits(Phase.REPLY)
                .hears("331 password")
                .says("PASS s3cret")
                .waits(Phase.REPLY)
                .hears("230 in")
                .says("FEAT")
                .hears("211-Features", " SIZE", " REST STREAM", "211 End")
                .says("OPTS UTF8 ON")
                .hears("200 ok")
                .says("TYPE I")
                .waits(Phase.REPLY)
                .hears("200 ok")
                .waits(null)
                .finishes(new Features(true, Map.of("SIZE", "", "REST", "STREAM")))
                .isReady();
    }

    @Test
    void explicitTls() {
        Transcript transcript = login(Security.EXPLICIT_TLS)
                .hears("220 ready")
                .says("AUTH TLS")
                .hears("234 go on")
                .startsTls()
                .waits(Phase.TLS)
                .is(ControlState.UPGRADING)
                .secured()
                .is(ControlState.LOGIN)
                .says("USER alice")
                .waits(Phase.REPLY)
                .hears("331 password")
                .says("PASS s3cret")
                .hears("230 in")
                .says("PBSZ 0")
                .hears("200 ok")
                .says("PROT P")
                .hears("200 ok");
        settlesIn(transcript);
    }

    @Test
    void implicitTls() {
        Transcript transcript = login(Security.IMPLICIT_TLS)
                .startsTls()
                .waits(Phase.TLS)
                .is(ControlState.UPGRADING)
                .secured()
                .waits(Phase.GREETING)
                .hears("220 ready")
                .says("USER alice")
                .hears("331 password")
                .says("PASS s3cret")
                .hears("230 in")
                .says("PBSZ 0")
                .hears("200 ok")
                .says("PROT P")
                .hears("200 ok");
        settlesIn(transcript);
    }

    @Test
    void laterIsHeardUnderTheSameClock() {
        login(Security.CLEAR)
                .waits(Phase.GREETING)
                .hears("120 in 3 minutes")
                .doesNothing()
                .hears("120 in 2 minutes")
                .doesNothing()
                .hears("220 ready")
                .says("USER alice");
    }

    @Test
    void laterForEverMeetsTheDeadline() {
        login(Security.CLEAR)
                .hears("120 in 3 minutes")
                .expires()
                .fails(DeadlineExceededException.class, Phase.GREETING, "nothing for 30 s")
                .closes();
    }

    @Test
    void laterWithoutPauseIsCutOff() {
        Transcript transcript = login(Security.CLEAR);
        for (int i = 0; i < 1_000; i++) {
            transcript.hears("120 later").is(ControlState.LOGIN);
        }
        transcript
                .hears("120 later")
                .fails(ProtocolViolationException.class, Phase.GREETING, "does not stop replying")
                .closes();
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 450, 500, 530, 550, 331})
    void aGreetingThatSaysNo(int code) {
        login(Security.CLEAR)
                .hears(code + " busy")
                .fails(NegativeReplyException.class, error -> {
                    assertThat(error.phase()).isEqualTo(Phase.GREETING);
                    assertThat(error.reply()).contains(Reply.of(code, "busy"));
                    assertThat(error.isTransient()).isEqualTo(code / 100 == 4);
                })
                .closes();
    }

    @Test
    void loggedInAlreadyByTheGreeting() {
        settlesIn(login(Security.CLEAR).hears("230 in"));
        settlesIn(login(Security.IMPLICIT_TLS)
                .startsTls()
                .secured()
                .hears("230 in")
                .says("PBSZ 0")
                .hears("200 ok")
                .says("PROT P")
                .hears("200 ok"));
    }

    @Test
    void loggedInAlreadyDoesNotReplaceTls() {
        login(Security.EXPLICIT_TLS)
                .hears("230 in")
                .says("AUTH TLS")
                .hears("500 no")
                .fails(TlsFailedException.class, Phase.TLS, "500 no")
                .closes();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 230, 232})
    void userIsEnough(int code) {
        settlesIn(greeted().hears(code + " in"));
    }

    @Test
    void account() {
        Credentials withAccount = ALICE.withAccount("acc0unt");
        settlesIn(Transcript.login(new LoginDialogue(Security.CLEAR, withAccount))
                .hears("220 ready")
                .says("USER alice")
                .hears("331 password")
                .says("PASS s3cret")
                .hears("332 account")
                .says("ACCT acc0unt")
                .hears("230 in"));
        settlesIn(Transcript.login(new LoginDialogue(Security.CLEAR, withAccount))
                .hears("220 ready")
                .says("USER alice")
                .hears("332 account")
                .says("ACCT acc0unt")
                .hears("230 in"));
    }

    @Test
    void accountRefused() {
        Transcript.login(new LoginDialogue(Security.CLEAR, ALICE.withAccount("acc0unt")))
                .hears("220 ready")
                .says("USER alice")
                .hears("332 account")
                .says("ACCT acc0unt")
                .hears("332 account")
                .fails(LoginRefusedException.class, error -> {
                    assertThat(error).hasMessage("login refused: 332 account (ACCT ***)");
                    assertThat(error.isTransient()).isFalse();
                })
                .closes();
    }

    @Test
    void anAccountThatWeDoNotHave() {
        greeted()
                .hears("331 password")
                .says("PASS s3cret")
                .hears("332 account")
                .fails(LoginRefusedException.class, Phase.LOGIN, "332 account (PASS ***)")
                .closes();
    }

    @ParameterizedTest
    @ValueSource(ints = {530, 500, 430, 331, 350})
    void passwordRefused(int code) {
        greeted()
                .hears("331 password")
                .says("PASS s3cret")
                .hears(code + " no")
                .fails(LoginRefusedException.class, error -> {
                    assertThat(error).hasMessage("login refused: " + code + " no (PASS ***)");
                    assertThat(error.isTransient()).isEqualTo(code == 430);
                })
                .closes("no");
    }

    @ParameterizedTest
    @ValueSource(ints = {530, 500, 430, 350, 334})
    void userRefusedSoNoPasswordIsSaid(int code) {
        greeted()
                .hears(code + " no")
                .fails(LoginRefusedException.class, Phase.LOGIN, code + " no (USER alice)")
                .closes();
    }

    @Test
    void busyAfterUser() {
        // Apache FtpServer at its limit
        greeted()
                .hears("421 too many")
                .fails(NegativeReplyException.class, error -> {
                    assertThat(error.phase()).isEqualTo(Phase.LOGIN);
                    assertThat(error.isTransient()).isTrue();
                })
                .closes();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 220, 331, 431, 500, 502, 504, 530, 534})
    void tlsRefusedSoNobodyIsNamed(int code) {
        login(Security.EXPLICIT_TLS)
                .hears("220 ready")
                .says("AUTH TLS")
                .hears(code + " no")
                .fails(TlsFailedException.class, error -> {
                    assertThat(error.phase()).isEqualTo(Phase.TLS);
                    assertThat(error).hasMessageContaining(code + " no (AUTH TLS)");
                    assertThat(error.isTransient()).isFalse();
                })
                .closes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"230 in\r\n", "2", "\n", "220-", "331 password\r\n230 in\r\n", "\u0016\u0003\u0003"})
    void bytesAfter234InOneSegment(String injected) {
        login(Security.EXPLICIT_TLS)
                .hears("220 ready")
                .says("AUTH TLS")
                .hearsRaw("234 go on\r\n" + injected)
                .fails(ProtocolViolationException.class, Phase.TLS, "before TLS began")
                .closes();
    }

    /** Whether they came under TLS cannot be told, so they must not be believed. */
    @ParameterizedTest
    @ValueSource(strings = {"230 in\r\n", "2", "\n"})
    void bytesBeforeTheHandshakeIsDone(String injected) {
        login(Security.EXPLICIT_TLS)
                .hears("220 ready")
                .says("AUTH TLS")
                .hears("234 go on")
                .startsTls()
                .hearsRaw(injected)
                .fails(ProtocolViolationException.class, Phase.TLS, "before TLS began")
                .closes()
                .secured()
                .doesNothing();
        login(Security.IMPLICIT_TLS)
                .startsTls()
                .hearsRaw(injected)
                .fails(ProtocolViolationException.class, Phase.TLS, "before TLS began")
                .closes();
    }

    @Test
    void twoRepliesForAGreeting() {
        login(Security.CLEAR)
                .hears("220 ready", "331 password")
                .fails(ProtocolViolationException.class, Phase.GREETING, "331 password")
                .closes();
    }

    @Test
    void aGreetingFollowedByGoodbye() {
        login(Security.CLEAR)
                .hears("220 ready", "421 or rather not")
                .fails(NegativeReplyException.class, Phase.GREETING, "421 or rather not")
                .closes();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 536, 200, 220, 331})
    void theAnswerToPbszDecidesNothing(int code) {
        login(Security.IMPLICIT_TLS)
                .startsTls()
                .secured()
                .hears("230 in")
                .says("PBSZ 0")
                .hears(code + " whatever")
                .says("PROT P");
    }

    @ParameterizedTest
    @ValueSource(ints = {331, 431, 500, 502, 503, 504, 534, 536})
    void protRefused(int code) {
        login(Security.IMPLICIT_TLS)
                .startsTls()
                .secured()
                .hears("230 in")
                .says("PBSZ 0")
                .hears("200 ok")
                .says("PROT P")
                .hears(code + " no")
                .fails(TlsFailedException.class, Phase.LOGIN, code + " no (PROT P)")
                .closes();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 530, 450, 350})
    void featRefused(int code) {
        greeted()
                .hears("230 in")
                .says("FEAT")
                .hears(code + " no")
                .says("OPTS UTF8 ON")
                .hears("501 no")
                .says("TYPE I")
                .hears("200 ok")
                .finishes(Features.UNKNOWN)
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 500, 501, 504, 451, 350})
    void theAnswerToUtf8SaysNothing(int code) {
        greeted()
                .hears("230 in")
                .says("FEAT")
                .hears("211-x", " MLSD", "211 y")
                .says("OPTS UTF8 ON")
                .hears(code + " whatever")
                .says("TYPE I")
                .hears("200 ok")
                .finishes(new Features(true, Map.of(Verb.MLSD.name(), "")))
                .isReady();
    }

    @Test
    void typeRefused() {
        atType().hears("504 no")
                .fails(NegativeReplyException.class, Phase.LOGIN, "504 no (TYPE I)")
                .closes();
        atType().hears("350 more?")
                .fails(ProtocolViolationException.class, Phase.LOGIN, "350 more?")
                .closes();
    }

    private static Transcript atType() {
        return greeted()
                .hears("230 in")
                .says("FEAT")
                .hears("211 none")
                .says("OPTS UTF8 ON")
                .hears("200 ok")
                .says("TYPE I");
    }

    @Test
    void aReplyToNoCommandAfterTheLogin() {
        atType().hears("200 ok", "200 one more").finishes(NONE).closes("to no command: 200 one more");
    }

    @Test
    void aLoginThatIsNotWantedDuringTheHandshake() {
        login(Security.IMPLICIT_TLS)
                .startsTls()
                .aborts()
                .closes("cancelled")
                .secured()
                .doesNothing();
    }

    @Test
    void theHandshakeFails() {
        Transcript transcript = login(Security.IMPLICIT_TLS).startsTls();
        transcript
                .interpreter()
                .lose(new TlsFailedException(
                        Phase.TLS, TlsFailedException.Reason.HANDSHAKE, "certificate expired", null));
        transcript
                .fails(TlsFailedException.class, Phase.TLS, "certificate expired")
                .closes("certificate expired");
    }

    @Test
    void theHandshakeStalls() {
        login(Security.IMPLICIT_TLS)
                .startsTls()
                .expires()
                .fails(DeadlineExceededException.class, Phase.TLS, "nothing for 30 s while the TLS handshake")
                .closes();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSaidBeforeTheGreeting(Security security) {
        Transcript transcript = login(security);
        if (security == Security.IMPLICIT_TLS) {
            transcript.startsTls().secured();
        }
        transcript.waits(Phase.GREETING).doesNothing();
    }
}
