package dev.fluxftp.transfer;

import static dev.fluxftp.transfer.Transfers.connected;
import static dev.fluxftp.transfer.Transfers.cut;
import static dev.fluxftp.transfer.Transfers.over;
import static dev.fluxftp.transfer.Transfers.receiving;
import static dev.fluxftp.transfer.Transfers.restarting;
import static dev.fluxftp.transfer.Transfers.retrieving;
import static dev.fluxftp.transfer.Transfers.retrievingFrom7;
import static dev.fluxftp.transfer.Transfers.sending;

import dev.fluxftp.protocol.Phase;
import dev.fluxftp.session.ControlState;
import dev.fluxftp.session.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody wants the transfer any more: what goes back into the pool must be proven clean. */
class TransferAbortTest {

    private static final TransferRequest RETR = TransferRequest.retrieve("/a", 0);

    private static Transcript aborting(Transcript transcript) {
        return transcript
                .aborts()
                .is(ControlState.ABORTING)
                .closesData()
                .says("ABOR")
                .waits(Phase.ABORT);
    }

    private static void proves(Transcript transcript) {
        transcript.says("NOOP").hears("200 ok").settles();
    }

    @Test
    void whileAnAddressIsAsked() {
        over(AddressFamily.IPV4, RETR)
                .says("EPSV")
                .aborts()
                .waits(Phase.ABORT)
                .hears("229 (|||40123|)")
                .settles();
        over(AddressFamily.IPV4, RETR)
                .says("EPSV")
                .hears("500 no")
                .says("PASV")
                .aborts()
                .hears("227 (127,0,0,1,4,5)")
                .settles();
    }

    @Test
    void whileTheDataConnectionIsMade() {
        over(AddressFamily.IPV4, RETR)
                .says("EPSV")
                .hears("229 (|||40123|)")
                .opens(40123)
                .aborts()
                .closesData()
                .settles()
                .dataOpened()
                .doesNothing();
        over(AddressFamily.IPV4, RETR)
                .says("EPSV")
                .hears("500 no")
                .says("PASV")
                .hears("227 (127,0,0,1,4,5)")
                .opens("127.0.0.1", 1029)
                .aborts()
                .closesData()
                .settles();
    }

    @ParameterizedTest
    @ValueSource(ints = {350, 501, 200})
    void whileTheRestartIsAsked(int code) {
        restarting()
                .aborts()
                .closesData()
                .waits(Phase.ABORT)
                .hears("110 a moment")
                .doesNothing()
                .hears(code + " whatever")
                .says("REST 0")
                .hears("350 ok")
                .settles();
    }

    /** server-feat.md 4, "close data, then ABOR". */
    @ParameterizedTest
    @CsvSource({
        "vsftpd,    426 Failure writing network stream.,       225 No transfer to ABOR.",
        "proftpd,   426 Transfer aborted. Data connection closed, 226 Abort successful",
        "pure-ftpd, 150 0.003 seconds (measured here),         226 Since you see this ABOR must've succeeded",
        "pyftpdlib, 426 Transfer aborted via ABOR.,            226 ABOR command successful.",
        "apache,    426 Data connection error.,                226 ABOR command successful.",
        "inetutils, 426 Data connection: Broken pipe.,         225 ABOR command successful.",
    })
    void whileDataFlows(String server, String first, String second) {
        proves(aborting(receiving()).hears(first).doesNothing().hears(second));
        proves(aborting(receiving()).hears(first, second));
        proves(aborting(retrieving())
                .hears("150 ok")
                .doesNothing()
                .hears(first)
                .doesNothing()
                .hears(second));
        proves(aborting(retrieving()).hears("150 ok", first, second));
    }

    /** server-feat.md 4, "ABOR in STOR then close"; pyftpdlib also after all was sent. */
    @ParameterizedTest
    @CsvSource({
        "vsftpd, 226 Transfer complete., 225 No transfer to ABOR.",
        "proftpd, 226 Transfer complete, 226 Abort successful",
        "pure-ftpd, 426 aborted, 451 error",
        "pyftpdlib, 426 Transfer aborted via ABOR., 226 ABOR command successful.",
        "no ABOR at all, 426 cut, 502 ABOR not implemented",
    })
    void whileDataIsSent(String server, String first, String second) {
        proves(aborting(sending()).hears(first).hears(second));
    }

    @Test
    void whileTheVerbIsNotAnswered() {
        proves(aborting(retrieving()).hears("550 no such file").hears("225 nothing to abort"));
        proves(aborting(connected(TransferRequest.store("/a", 0)).says("STOR /a"))
                .hears("553 no")
                .hears("226 ok"));
    }

    /** The refused verb leaves REST behind, and the next transfer of this session would begin at 7. */
    @Test
    void whileTheVerbAfterARestartIsNotAnswered() {
        aborting(retrievingFrom7())
                .hears("550 no such file")
                .hears("225 nothing to abort")
                .says("NOOP")
                .hears("200 ok")
                .says("REST 0")
                .hears("350 ok")
                .settles();
        aborting(retrievingFrom7())
                .hears("150 ok")
                .hears("426 cut")
                .hears("226 aborted")
                .says("NOOP")
                .hears("200 ok")
                .says("REST 0")
                .hears("350 ok")
                .settles();
    }

    @Test
    void whenTheRestartWasUsedUp() {
        proves(aborting(retrievingFrom7().hears("150 ok").goesAhead())
                .hears("426 cut")
                .hears("226 aborted"));
    }

    @Test
    void afterTheData() {
        proves(aborting(receiving().dataEnded(5)).hears("226 done").hears("225 nothing to abort"));
        proves(aborting(sending().dataEnded(5)).hears("226 done").hears("225 nothing to abort"));
    }

    @Test
    void afterTheCompletionReply() {
        proves(aborting(receiving().hears("226 done")).hears("225 nothing to abort"));
        proves(aborting(retrieving().hears("226 done").goesAhead()).hears("226 nothing to abort"));
    }

    @Test
    void afterTheRefusalWhileTheRestartIsTakenBack() {
        retrievingFrom7()
                .hears("550 no")
                .closesData()
                .says("REST 0")
                .aborts()
                .waits(Phase.ABORT)
                .hears("350 ok")
                .settles();
    }

    @Test
    void afterTheDataBroke() {
        receiving().dataBroken(cut()).closesData().aborts().hears("426 cut").settles();
        receiving()
                .dataBroken(cut())
                .closesData()
                .aborts()
                .hears("150 0.003 seconds (measured here)")
                .doesNothing()
                .expires()
                .closes();
    }

    @Test
    void afterTheDataBrokeBeforeTheVerbWasAnswered() {
        retrievingFrom7()
                .dataBroken(cut())
                .closesData()
                .aborts()
                .hears("425 no")
                .says("REST 0")
                .hears("350 ok")
                .settles();
    }

    @ParameterizedTest
    @CsvSource({"226 one too many", "225 one too many", "150 one too many", "426 one too many", "500 NOOP?", "350 what?"
    })
    void repliesThatDoNotAddUp(String third) {
        aborting(receiving())
                .hears("426 cut")
                .hears("226 aborted")
                .says("NOOP")
                .waits(Phase.ABORT)
                .hears(third)
                .closes("do not add up: " + third);
    }

    @Test
    void repliesThatDoNotAddUpInOneSegment() {
        aborting(receiving()).hears("426 cut", "226 aborted", "226 more").closes("before the command NOOP: 226 more");
    }

    @Test
    void onlyOneReply() {
        aborting(receiving()).hears("426 cut").doesNothing().expires().closes("nothing for 30 s while aborting");
        aborting(receiving()).expires().closes("nothing for 30 s while aborting");
    }

    @Test
    void noProof() {
        aborting(receiving())
                .hears("426 cut")
                .hears("226 ok")
                .says("NOOP")
                .expires()
                .closes("(NOOP)");
    }

    @Test
    void theServerGoesAway() {
        aborting(receiving()).loses().closes();
        aborting(receiving()).hears("421 goodbye").closes("421 goodbye");
        aborting(receiving()).hears("426 cut").hears("421 goodbye").closes("421 goodbye");
        aborting(receiving())
                .hears("426 cut")
                .hears("226 ok")
                .says("NOOP")
                .hears("421 goodbye")
                .closes("421 goodbye");
        aborting(receiving()).hearsRaw("garbage\r\n").closes("garbage");
    }

    @Test
    void halfAReplyHasComeAlready() {
        proves(receiving()
                .dataEnded(5)
                .hearsRaw("226 do")
                .aborts()
                .closesData()
                .says("ABOR")
                .hearsRaw("ne\r\n225 nothing to abort\r\n"));
    }

    @Test
    void eventsOfTheDataConnectionDoNotMatterAnyMore() {
        proves(aborting(receiving())
                .dataBroken(cut())
                .doesNothing()
                .hears("426 cut")
                .dataEnded(5)
                .doesNothing()
                .hears("226 ok"));
    }

    @Test
    void thenTheNextTransfer() {
        aborting(receiving())
                .dataEnded(5)
                .hears("426 cut")
                .hears("226 ok")
                .says("NOOP")
                .hears("200 ok")
                .settles()
                .begins(new TransferDialogue(RETR, dev.fluxftp.session.ServerProfile.FRESH, AddressFamily.IPV4))
                .says("EPSV")
                .hears("229 (|||40125|)")
                .opens(40125)
                .dataOpened()
                .says("RETR /a")
                .is(ControlState.BUSY);
    }
}
