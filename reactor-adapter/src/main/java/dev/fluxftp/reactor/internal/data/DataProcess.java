package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.session.Exchange;
import dev.fluxftp.transfer.TransferEnd;

/** The data transfer process of one exchange, as the control connection sees it. Event loop only. */
public interface DataProcess extends Exchange<TransferEnd> {

    /** False when it was cancelled before its exchange could be begun. */
    boolean isWanted();

    /** Make the data connection, and report. */
    void open(HostPort address);

    /** The server has agreed: secure the connection and let bytes flow. */
    void goAhead();

    /** Close the data connection, whatever its state. */
    void closeData();
}
