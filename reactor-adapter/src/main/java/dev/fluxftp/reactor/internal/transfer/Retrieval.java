package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.transfer.RemoteIdentity;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;

/** One file, or a range of it, as a sequence of bytes without a seam; and how that goes. Made for one subscription. */
public sealed interface Retrieval permits Download, OrderedDownload {

    /** The bytes. A buffer is released after {@code onNext} unless it is retained. */
    Flux<ByteBuf> bytes(Sessions sessions);

    /** What the server tells of the file; unknown until it was asked. */
    RemoteIdentity identity();

    /** The first byte, counted from 0. */
    long start();

    /** Data connections used so far. */
    int attempts();
}
