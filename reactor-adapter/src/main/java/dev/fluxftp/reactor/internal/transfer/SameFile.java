package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.internal.transfer.Download.Start;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import reactor.core.publisher.Mono;

/**
 * The file as it was at the beginning: what another connection finds at the path must be that. Before most of its pieces
 * there is nothing yet to compare, so the facts have to do.
 */
record SameFile(String path, RemoteIdentity identity, Replay replay) {

    /**
     * Where to begin, if it is.
     *
     * @param moved how many bytes there are already, for the error
     */
    Mono<Start> at(long offset, RemoteIdentity now, long moved) {
        return replay.overlap(0)
                .conflict(identity, now)
                .<Mono<Start>>map(difference -> Mono.error(new RemoteChangedException(path, difference, moved)))
                .orElseGet(() -> Mono.just(Start.at(offset)));
    }
}
