/**
 * Transfers of every kind under faults of every kind, as chance has it: {@link dev.fluxftp.reactor.torture.TortureTest} runs
 * them. A {@link dev.fluxftp.reactor.torture.Plan} says all of one transfer and follows from the seed alone; a
 * {@link dev.fluxftp.reactor.torture.Lane} carries plans out, one after the other on a server and a client of its own; a
 * {@link dev.fluxftp.reactor.torture.Trial} is one plan and what must be true afterwards.
 */
@NullMarked
package dev.fluxftp.reactor.torture;

import org.jspecify.annotations.NullMarked;
