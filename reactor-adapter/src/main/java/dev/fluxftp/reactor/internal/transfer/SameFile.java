package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.transfer.RemoteIdentity;
import reactor.core.publisher.Mono;

/** The file as it was at the beginning: what another connection finds at the path must be that. */
record SameFile(String path, RemoteIdentity identity) {

    /**
     * The offset, if it is.
     *
     * @param moved how many bytes there are already, for the error
     */
    Mono<Long> at(long offset, RemoteIdentity now, long moved) {
        String difference = identity.isComparableTo(now)
                ? identity.differenceTo(now).orElse(null)
                : "the server does not tell enough of it to show that it is the same file";
        return difference == null ? Mono.just(offset) : Mono.error(new RemoteChangedException(path, difference, moved));
    }
}
