package dev.fluxftp.transfer;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.session.ServerProfile;
import dev.fluxftp.session.Transcript;
import java.net.ConnectException;

/** Where the transcripts of transfers begin. */
final class Transfers {

    static final ConnectFailedException UNREACHABLE =
            new ConnectFailedException(Phase.DATA_CONNECT, "127.0.0.1:40123", new ConnectException("refused"));

    private Transfers() {}

    static Transcript over(AddressFamily family, TransferRequest request) {
        return Transcript.of(new TransferDialogue(request, ServerProfile.FRESH, family));
    }

    /** The data connection is made, nothing has been said about the file. */
    static Transcript connected(TransferRequest request) {
        return over(AddressFamily.IPV4, request)
                .says("EPSV")
                .hears("229 Entering Extended Passive Mode (|||40123|)")
                .opens(40123)
                .dataOpened();
    }

    static Transcript retrieving() {
        return connected(TransferRequest.retrieve("/a", 0)).says("RETR /a");
    }

    /** The server has agreed. */
    static Transcript receiving() {
        return retrieving().hears("150 here it comes").goesAhead();
    }

    static Transcript sending() {
        return connected(TransferRequest.store("/a", 0))
                .says("STOR /a")
                .hears("150 go on")
                .goesAhead();
    }

    /** REST is said, not yet answered. */
    static Transcript restarting() {
        return connected(TransferRequest.retrieve("/a", 7)).says("REST 7");
    }

    /** The verb is said after REST, not yet answered. */
    static Transcript retrievingFrom7() {
        return restarting().hears("350 restarting").says("RETR /a");
    }

    static IncompleteTransferException cut() {
        return new IncompleteTransferException(
                Phase.DATA, TransferRequest.retrieve("/a", 0).command(), 5, -1, new java.io.IOException("reset"));
    }
}
