/**
 * What the client promises, checked against many servers: {@link dev.fluxftp.reactor.contract.Setting} names them,
 * {@link dev.fluxftp.reactor.contract.ServerContractTest} runs every check against each. Where a server cannot do a
 * thing, {@link dev.fluxftp.reactor.contract.Quirk} says so. The real ones are started through {@code .ci/servers};
 * with {@code -Dfluxftp.servers=required} one that does not start is a failure, else it is named and left out.
 */
@NullMarked
package dev.fluxftp.reactor.contract;

import org.jspecify.annotations.NullMarked;
