package dev.fluxftp.transfer;

import static dev.fluxftp.transfer.Transfers.cut;
import static dev.fluxftp.transfer.Transfers.receiving;
import static dev.fluxftp.transfer.Transfers.retrieving;
import static dev.fluxftp.transfer.Transfers.retrievingFrom7;
import static dev.fluxftp.transfer.Transfers.sending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.session.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the verb to the verdict: every order of replies and the end of the data. */
class TransferEndingTest {

    private static final TransferEnd FIVE = new TransferEnd(5, Reply.of(226, "done"));

    @Test
    void dataThenReply() {
        receiving()
                .waits(null)
                .dataEnded(5)
                .waits(Phase.FINAL_REPLY)
                .hears("226 done")
                .waits(null)
                .finishes(FIVE)
                .isReady();
    }

    @Test
    void replyThenData() {
        receiving()
                .waits(null)
                .hears("226 done")
                .doesNothing()
                .dataEnded(5)
                .finishes(FIVE)
                .isReady();
    }

    @Test
    void bothRepliesInOneSegmentBeforeTheData() {
        retrieving()
                .hears("150 ok", "226 done")
                .goesAhead()
                .dataEnded(5)
                .finishes(FIVE)
                .isReady();
    }

    @Test
    void dataBeforeAnyReply() {
        retrieving()
                .dataEnded(5)
                .waits(Phase.FINAL_REPLY)
                .hears("150 ok")
                .doesNothing()
                .hears("226 done")
                .finishes(FIVE)
                .isReady();
        retrieving().dataEnded(5).hears("150 ok", "226 done").finishes(FIVE).isReady();
    }

    @Test
    void dataEndedWhileTheRestartWasNotAnsweredYet() {
        Transfers.restarting()
                .dataEnded(0)
                .hears("350 ok")
                .says("RETR /a")
                .hears("150 ok")
                .hears("226 done")
                .finishes(new TransferEnd(0, Reply.of(226, "done")));
    }

    @Test
    void noPreliminaryReply() {
        retrieving()
                .hears("226 done")
                .goesAhead()
                .waits(null)
                .dataEnded(5)
                .finishes(FIVE)
                .isReady();
        retrieving().dataEnded(5).hears("226 done").finishes(FIVE).isReady();
    }

    @ParameterizedTest
    @ValueSource(ints = {110, 125, 150, 199})
    void anyPreliminaryReply(int code) {
        retrieving().hears(code + " ok").goesAhead();
    }

    @Test
    void moreThanOnePreliminaryReply() {
        retrieving()
                .hears("125 ok", "150 ok")
                .goesAhead()
                .waits(null)
                .doesNothing()
                .hears("150-still", "150 at it")
                .doesNothing()
                .dataEnded(5)
                .waits(Phase.FINAL_REPLY)
                .hears("150 nearly")
                .doesNothing()
                .hears("226 done")
                .finishes(FIVE)
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 225, 226, 250})
    void anyCompletionReply(int code) {
        receiving()
                .dataEnded(5)
                .hears(code + " done")
                .finishes(new TransferEnd(5, Reply.of(code, "done")))
                .isReady();
    }

    @Test
    void upload() {
        sending()
                .waits(null)
                .dataEnded(5)
                .waits(Phase.FINAL_REPLY)
                .hears("226 done")
                .finishes(FIVE)
                .isReady();
    }

    @Test
    void anEmptyFile() {
        receiving().dataEnded(0).hears("226 done").finishes(new TransferEnd(0, Reply.of(226, "done")));
        sending().dataEnded(0).hears("226 done").finishes(new TransferEnd(0, Reply.of(226, "done")));
    }

    @ParameterizedTest
    @ValueSource(ints = {425, 426, 450, 451, 452, 522, 550, 551, 552})
    void refusedWhileDataFlows(int code) {
        for (Transcript transcript : new Transcript[] {receiving(), sending()}) {
            transcript
                    .hears(code + " no")
                    .closesData()
                    .fails(NegativeReplyException.class, Phase.DATA, code + " no (")
                    .isReady();
        }
    }

    /** A refused TLS session looks like a clean empty file, then 522 or 425. */
    @ParameterizedTest
    @ValueSource(ints = {425, 426, 450, 451, 452, 522, 550, 551, 552})
    void refusedAfterTheData(int code) {
        for (Transcript transcript : new Transcript[] {receiving(), sending()}) {
            transcript
                    .dataEnded(0)
                    .hears(code + " no")
                    .closesData()
                    .fails(NegativeReplyException.class, error -> {
                        assertThat(error.phase()).isEqualTo(Phase.FINAL_REPLY);
                        assertThat(error.isTransient()).isEqualTo(code / 100 == 4 && code != 452);
                    })
                    .isReady();
        }
    }

    @Test
    void refusedAfterItWasDone() {
        receiving()
                .hears("226 done")
                .hears("426 or not")
                .closesData()
                .fails(NegativeReplyException.class, Phase.DATA, "426 or not")
                .isReady();
    }

    @Test
    void goOnIsNoReplyToATransfer() {
        receiving()
                .hears("350 what?")
                .closesData()
                .fails(ProtocolViolationException.class, Phase.DATA, "350 what?")
                .closes();
        retrieving()
                .hears("331 password")
                .closesData()
                .fails(ProtocolViolationException.class, Phase.DATA, "331 password")
                .closes();
    }

    @Test
    void theServerEndsAnUploadTooEarly() {
        sending()
                .hears("226 that will do")
                .closesData()
                .fails(IncompleteTransferException.class, Phase.FINAL_REPLY, "though the server called it complete")
                .isReady();
        Transfers.connected(TransferRequest.append("/a"))
                .says("APPE /a")
                .hears("226 that will do")
                .closesData()
                .fails(IncompleteTransferException.class, Phase.FINAL_REPLY, "though the server called it complete")
                .isReady();
    }

    @Test
    void dataBrokenThenARefusal() {
        IncompleteTransferException cut = cut();
        receiving()
                .dataBroken(cut)
                .closesData()
                .waits(Phase.ABORT)
                .hears("426 aborted")
                .fails(IncompleteTransferException.class, error -> {
                    assertThat(error).hasMessageEndingWith("bytes: 426 aborted (RETR /a)");
                    assertThat(error.isTransient()).isTrue();
                    assertThat(error.getSuppressed()).containsExactly(cut);
                })
                .isReady();
    }

    @Test
    void dataBrokenThenSuccessIsNoSuccess() {
        // pyftpdlib says so after a reset upload
        for (Transcript transcript : new Transcript[] {receiving(), sending()}) {
            transcript
                    .dataBroken(cut())
                    .closesData()
                    .hears("226 done")
                    .fails(IncompleteTransferException.class, Phase.DATA, "stopped after 5 bytes: reset")
                    .isReady();
        }
    }

    @Test
    void dataBrokenThenOnlyThePreliminaryReplyOfPureFtpd() {
        receiving()
                .dataBroken(cut())
                .closesData()
                .waits(Phase.ABORT)
                .hears("150 0.003 seconds (measured here)")
                .doesNothing()
                .expires()
                .fails(IncompleteTransferException.class, Phase.DATA, "reset")
                .closes("nothing for 30 s while aborting a transfer");
    }

    @Test
    void dataBrokenThenNothing() {
        // pyftpdlib with a full disk
        sending()
                .dataBroken(cut())
                .closesData()
                .expires()
                .fails(IncompleteTransferException.class, Phase.DATA, "reset")
                .closes("nothing for 30 s while aborting a transfer");
    }

    @Test
    void dataBrokenThenTheServerGoesAway() {
        receiving()
                .dataBroken(cut())
                .closesData()
                .loses()
                .fails(IncompleteTransferException.class, Phase.DATA, "reset")
                .closes("the server closed the control connection");
        receiving()
                .dataBroken(cut())
                .closesData()
                .hears("421 Data timeout")
                .fails(IncompleteTransferException.class, Phase.DATA, "reset")
                .closes("421 Data timeout");
    }

    @Test
    void dataBrokenAfterTheCompletionReply() {
        receiving()
                .hears("226 done")
                .dataBroken(cut())
                .closesData()
                .fails(IncompleteTransferException.class, Phase.DATA, "reset")
                .isReady();
    }

    @Test
    void dataBrokenBeforeAnyReply() {
        retrieving()
                .dataBroken(cut())
                .closesData()
                .hears("150 ok")
                .doesNothing()
                .hears("426 cut")
                .fails(IncompleteTransferException.class, Phase.DATA, "426 cut (RETR /a)")
                .isReady();
    }

    @Test
    void dataBrokenBeforeTheVerbIsRefusedTakesTheRestartBack() {
        retrievingFrom7()
                .dataBroken(cut())
                .closesData()
                .hears("425 no data connection")
                .says("REST 0")
                .hears("350 ok")
                .fails(NegativeReplyException.class, Phase.FINAL_REPLY, "425 no data connection (RETR /a)")
                .isReady();
        retrievingFrom7()
                .dataBroken(cut())
                .closesData()
                .hears("150 ok", "426 cut")
                .fails(IncompleteTransferException.class, Phase.DATA, "426 cut (RETR /a)")
                .isReady();
    }

    @Test
    void dataBrokenWhileTheRestartWasNotAnsweredYet() {
        Transfers.restarting()
                .dataBroken(cut())
                .doesNothing()
                .hears("350 ok")
                .says("RETR /a")
                .closesData()
                .waits(Phase.ABORT)
                .hears("425 no")
                .says("REST 0")
                .hears("350 ok")
                .fails(NegativeReplyException.class, Phase.FINAL_REPLY, "425 no (RETR /a)")
                .isReady();
    }

    @Test
    void theServerGoesAwayWhileDataFlows() {
        for (Transcript transcript : new Transcript[] {receiving(), sending()}) {
            transcript
                    .loses()
                    .closesData()
                    .fails(ConnectionLostException.class, Phase.DATA, "while moving data (")
                    .closes();
        }
    }

    /** A killed server looks like a clean end of the data: only the missing reply tells. */
    @Test
    void theServerGoesAwayAfterTheData() {
        for (Transcript transcript : new Transcript[] {receiving(), sending()}) {
            transcript
                    .dataEnded(5)
                    .loses()
                    .closesData()
                    .fails(ConnectionLostException.class, Phase.FINAL_REPLY, "while waiting for the final reply (")
                    .closes();
        }
    }

    @Test
    void theFinalReplyNeverComes() {
        receiving()
                .dataEnded(5)
                .expires()
                .closesData()
                .fails(
                        DeadlineExceededException.class,
                        Phase.FINAL_REPLY,
                        "nothing for 30 s while waiting for the final reply (RETR /a)")
                .closes();
    }

    @Test
    void goodbyeInTheMiddle() {
        for (Transcript transcript : new Transcript[] {retrieving(), receiving(), sending()}) {
            transcript
                    .hears("421 Data timeout")
                    .closesData()
                    .fails(NegativeReplyException.class, error -> {
                        assertThat(error).hasMessageContaining("421 Data timeout (");
                        assertThat(error.isTransient()).isTrue();
                    })
                    .closes("421 Data timeout");
        }
        receiving()
                .dataEnded(5)
                .hears("421 goodbye")
                .closesData()
                .fails(NegativeReplyException.class, Phase.FINAL_REPLY, "421 goodbye")
                .closes();
    }

    @Test
    void goodbyeAfterTheVerdict() {
        receiving().dataEnded(5).hears("226 done", "421 goodbye").finishes(FIVE).closes("421 goodbye");
    }

    @Test
    void aReplyTooMany() {
        receiving().dataEnded(5).hears("226 done", "226 done").finishes(FIVE).closes("to no command: 226 done");
        receiving()
                .hears("426 cut", "226 done")
                .closesData()
                .fails(NegativeReplyException.class, Phase.DATA)
                .closes();
    }

    @Test
    void anEventOfTheDataConnectionAfterTheVerdictIsNothing() {
        receiving()
                .hears("426 cut")
                .closesData()
                .fails(NegativeReplyException.class, Phase.DATA)
                .dataEnded(5)
                .doesNothing()
                .dataBroken(cut())
                .doesNothing()
                .isReady();
    }
}
