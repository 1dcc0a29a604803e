package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.transfer.TransferEnd;
import dev.fluxftp.transfer.TransferReport.TlsUse;

/** Told of the course of a transfer, before its verdict. Event loop only. */
public interface TransferObserver {

    TransferObserver NOBODY = new TransferObserver() {};

    /** The server has agreed and bytes may flow. */
    default void began(TlsUse tls) {}

    /** Both connections agree that it is complete. */
    default void ended(TransferEnd end) {}
}
