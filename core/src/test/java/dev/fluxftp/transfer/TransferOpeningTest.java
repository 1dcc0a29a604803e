package dev.fluxftp.transfer;

import static dev.fluxftp.transfer.Transfers.UNREACHABLE;
import static dev.fluxftp.transfer.Transfers.connected;
import static dev.fluxftp.transfer.Transfers.over;
import static dev.fluxftp.transfer.Transfers.restarting;
import static dev.fluxftp.transfer.Transfers.retrievingFrom7;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.session.ServerProfile;
import dev.fluxftp.session.Transcript;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** EPSV, PASV, the data connection, REST: everything before the verb, and the refusal of the verb. */
class TransferOpeningTest {

    private static final TransferRequest RETR = TransferRequest.retrieve("/a", 0);
    private static final String GOOD_229 = "229 Entering Extended Passive Mode (|||40123|)";
    private static final String GOOD_227 = "227 Entering Passive Mode (127,0,0,1,156,188)";

    private static Transcript ipv4() {
        return over(AddressFamily.IPV4, RETR).says("EPSV");
    }

    private static Transcript ipv6() {
        return over(AddressFamily.IPV6, RETR).says("EPSV");
    }

    @ParameterizedTest
    @EnumSource
    void extendedPassive(AddressFamily family) {
        over(family, RETR)
                .says("EPSV")
                .waits(Phase.REPLY)
                .hears(GOOD_229)
                .opens(40123)
                .waits(null)
                .dataOpened()
                .says("RETR /a")
                .waits(Phase.REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 EPSV?",
                "501 no",
                "502 no",
                "522 no",
                "550 no",
                "530 no",
                "229 no address",
                "229 (|||0|)",
                "229 (|||1000000|)",
                "229 (|1|10.0.0.1|21|)",
                "200 ok",
                "228 Entering Long Passive Mode",
                "350 go on",
                "227 no address either"
            })
    void passiveWhereExtendedPassiveLeadsNowhere(String answer) {
        Transcript transcript = ipv4().hears(answer);
        if (answer.startsWith("227")) {
            transcript
                    .fails(ProtocolViolationException.class, Phase.REPLY, answer)
                    .isReady();
        } else {
            transcript
                    .says("PASV")
                    .hears(GOOD_227)
                    .opens("127.0.0.1", 40124)
                    .dataOpened()
                    .learns(Lesson.EPSV_FAILS)
                    .says("RETR /a");
        }
        ipv6().hears(answer)
                .fails(RuntimeException.class, error -> assertThat(error).hasMessageContaining(answer))
                .isReady();
    }

    @Test
    void extendedPassiveThatFailsForNowIsNotGivenUp() {
        ipv4().hears("425 no free port")
                .fails(NegativeReplyException.class, error -> {
                    assertThat(error).hasMessage("425 no free port (EPSV)");
                    assertThat(error.isTransient()).isTrue();
                })
                .isReady();
    }

    @Test
    void passiveWhereThePortCannotBeReached() {
        ipv4().hears(GOOD_229)
                .opens(40123)
                .dataUnreachable(UNREACHABLE)
                .says("PASV")
                .hears(GOOD_227)
                .opens("127.0.0.1", 40124)
                .dataOpened()
                .learns(Lesson.EPSV_FAILS)
                .says("RETR /a");
    }

    @Test
    void noWayAtAll() {
        ipv4().hears(GOOD_229)
                .opens(40123)
                .dataUnreachable(UNREACHABLE)
                .says("PASV")
                .hears(GOOD_227)
                .opens("127.0.0.1", 40124)
                .dataUnreachable(UNREACHABLE)
                .fails(ConnectFailedException.class, Phase.DATA_CONNECT, "127.0.0.1:40123")
                .isReady();
        ipv6().hears(GOOD_229)
                .opens(40123)
                .dataUnreachable(UNREACHABLE)
                .fails(ConnectFailedException.class, Phase.DATA_CONNECT)
                .isReady();
    }

    @Test
    void theFirstFailureIsToldWherePassiveIsRefusedToo() {
        ipv4().hears("500 EPSV?")
                .says("PASV")
                .hears("502 PASV?")
                .fails(NegativeReplyException.class, Phase.REPLY, "500 EPSV? (EPSV)")
                .isReady();
        ipv4().hears(GOOD_229)
                .opens(40123)
                .dataUnreachable(UNREACHABLE)
                .says("PASV")
                .hears("502 PASV?")
                .fails(ConnectFailedException.class, Phase.DATA_CONNECT)
                .isReady();
    }

    /** F47: a server without EPSV that is short of ports can serve the next call. */
    @Test
    void passiveThatFailsForNowMayBeTriedAgain() {
        ipv4().hears("500 EPSV?")
                .says("PASV")
                .hears("425 no free port")
                .fails(NegativeReplyException.class, error -> {
                    assertThat(error).hasMessage("425 no free port (PASV)");
                    assertThat(error.isTransient()).isTrue();
                })
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 Entering Passive Mode",
                "227 (127,0,0,1,4)",
                "227 (127,0,0,1,0,0)",
                "227 (::1,4,5)",
                "227 (256,0,0,1,4,5)"
            })
    void passiveThatMakesNoSense(String answer) {
        ipv4().hears("500 EPSV?")
                .says("PASV")
                .hears(answer)
                .fails(
                        ProtocolViolationException.class,
                        Phase.REPLY,
                        "no usable address in the reply to PASV: " + answer)
                .isReady();
    }

    @Test
    void extendedPassiveAnsweredAsIfItWerePassive() {
        ipv4().hears(GOOD_227)
                .opens("127.0.0.1", 40124)
                .dataOpened()
                .learns(Lesson.EPSV_FAILS)
                .says("RETR /a");
        ipv6().hears(GOOD_227)
                .fails(NegativeReplyException.class, Phase.REPLY, GOOD_227)
                .isReady();
    }

    @Test
    void whatWasLearnedIsUsed() {
        ServerProfile taught = new ServerProfile(Set.of(Lesson.EPSV_FAILS));
        Transcript.of(new TransferDialogue(RETR, taught, AddressFamily.IPV4))
                .says("PASV")
                .hears(GOOD_227)
                .opens("127.0.0.1", 40124);
        Transcript.of(new TransferDialogue(RETR, taught, AddressFamily.IPV4))
                .says("PASV")
                .hears("502 no")
                .fails(NegativeReplyException.class, Phase.REPLY, "502 no (PASV)")
                .isReady();
        Transcript.of(new TransferDialogue(RETR, taught, AddressFamily.IPV6))
                .says("EPSV")
                .hears("500 no")
                .fails(NegativeReplyException.class, Phase.REPLY, "500 no (EPSV)")
                .isReady();
    }

    @Test
    void nothingIsLearnedFromAPortThatCannotBeReached() {
        ipv4().hears("500 EPSV?")
                .says("PASV")
                .hears(GOOD_227)
                .opens("127.0.0.1", 40124)
                .dataUnreachable(UNREACHABLE)
                .fails(ConnectFailedException.class, Phase.DATA_CONNECT)
                .isReady();
    }

    @Test
    void restartIsSaidDirectlyBeforeTheVerb() {
        over(AddressFamily.IPV4, TransferRequest.retrieve("/a", 7))
                .says("EPSV")
                .hears(GOOD_229)
                .opens(40123)
                .dataOpened()
                .says("REST 7")
                .waits(Phase.REPLY)
                .hears("350 ok")
                .says("RETR /a")
                .waits(Phase.REPLY)
                .hears("150 ok")
                .goesAhead()
                .waits(null)
                .dataEnded(3)
                .waits(Phase.FINAL_REPLY)
                .hears("226 ok")
                .waits(null)
                .finishes(new TransferEnd(3, Reply.of(226, "ok")))
                .isReady();
    }

    @ParameterizedTest
    @CsvSource({
        "STOR, 0, STOR /a",
        "STOR, 5, REST 5",
        "STOU, 5, REST 5",
        "APPE, 0, APPE /a",
        "APPE, 5, APPE /a",
        "LIST, 0, LIST /a"
    })
    void restartIsSaidForAnOffsetButNeverToAppend(Verb verb, long offset, String first) {
        connected(new TransferRequest(Command.of(verb, "/a"), offset)).says(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 500, 501, 502, 550, 554})
    void restartRefused(int code) {
        restarting()
                .hears(code + " no")
                .closesData()
                .fails(NegativeReplyException.class, Phase.REPLY, code + " no (REST 7)")
                .isReady();
    }

    @Test
    void restartAnsweredOddlyIsTakenBack() {
        restarting()
                .hears("200 fine")
                .closesData()
                .says("REST 0")
                .hears("200 fine")
                .fails(NegativeReplyException.class, Phase.REPLY, "200 fine (REST 7)")
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(ints = {425, 426, 450, 451, 500, 502, 530, 550, 551, 553})
    void verbRefused(int code) {
        Transfers.retrieving()
                .hears(code + " no")
                .closesData()
                .fails(NegativeReplyException.class, error -> {
                    assertThat(error).hasMessage(code + " no (RETR /a)");
                    assertThat(error.phase()).isEqualTo(Phase.REPLY);
                    assertThat(error.isTransient()).isEqualTo(code / 100 == 4);
                })
                .isReady();
    }

    /** Else the next transfer would begin at 7 (vsftpd, ProFTPD, Pure-FTPd, pyftpdlib). */
    @ParameterizedTest
    @ValueSource(ints = {425, 450, 550, 554})
    void verbRefusedAfterRestartTakesTheRestartBack(int code) {
        for (int answer : new int[] {350, 200, 500, 501}) {
            retrievingFrom7()
                    .hears(code + " no")
                    .closesData()
                    .says("REST 0")
                    .waits(Phase.REPLY)
                    .hears(answer + " whatever")
                    .fails(NegativeReplyException.class, Phase.REPLY, code + " no (RETR /a)")
                    .isReady();
        }
    }

    @Test
    void theRefusalIsToldAlsoWhereTheRestartCannotBeTakenBack() {
        retrievingFrom7()
                .hears("550 no")
                .closesData()
                .says("REST 0")
                .loses()
                .fails(NegativeReplyException.class, Phase.REPLY, "550 no (RETR /a)")
                .closes("the server closed the control connection");
        retrievingFrom7()
                .hears("550 no")
                .closesData()
                .says("REST 0")
                .expires()
                .fails(NegativeReplyException.class, Phase.REPLY, "550 no (RETR /a)")
                .closes("nothing for 30 s");
    }

    @Test
    void theRefusalAfterAgreementLeavesNoRestartBehind() {
        retrievingFrom7()
                .hears("150 ok")
                .goesAhead()
                .hears("426 no")
                .closesData()
                .fails(NegativeReplyException.class, Phase.DATA, "426 no (RETR /a)")
                .isReady();
    }

    @Test
    void noAnswerToTheVerb() {
        Transfers.retrieving()
                .expires()
                .closesData()
                .fails(
                        DeadlineExceededException.class,
                        Phase.REPLY,
                        "nothing for 30 s while waiting for a reply (RETR /a)")
                .closes();
    }

    @Test
    void theServerGoesAwayWhileTheDataConnectionIsMade() {
        ipv4().hears(GOOD_229)
                .opens(40123)
                .loses()
                .closesData()
                .fails(ConnectionLostException.class, Phase.DATA_CONNECT, "(EPSV)")
                .closes();
    }

    @Test
    void twoRepliesToExtendedPassive() {
        ipv4().hears(GOOD_229, "226 late")
                .opens(40123)
                .closesData()
                .fails(ProtocolViolationException.class, Phase.DATA_CONNECT, "226 late")
                .closes();
    }

    @Test
    void aPathThatCannotBeWrittenLeavesTheSessionAsItWas() {
        Transfers.retrieving()
                .waits(Phase.REPLY)
                .cannotSay("no bytes for it")
                .closesData()
                .fails(
                        IllegalArgumentException.class,
                        error -> assertThat(error).hasMessage("no bytes for it"))
                .isReady();
    }

    @Test
    void aPathThatCannotBeWrittenAfterRestartEndsTheSession() {
        retrievingFrom7()
                .cannotSay("no bytes for it")
                .closesData()
                .fails(
                        IllegalArgumentException.class,
                        error -> assertThat(error).hasMessage("no bytes for it"))
                .closes("could not be written");
    }

    @ParameterizedTest
    @CsvSource({"-la, ./-la", "a, a", "/-la, /-la", "'', ''"})
    void aPathThatLooksLikeAnOption(String path, String said) {
        assertThat(TransferRequest.list(Verb.LIST, path).command()).isEqualTo(Command.of(Verb.LIST, said));
    }

    @Test
    void anOffsetIsNotNegative() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> TransferRequest.retrieve("/a", -1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
