/**
 * The user-PI of RFC 959: knows when a command may be said and what an answer to it means. Bytes and events of the two
 * connections enter, {@link dev.fluxftp.session.Action actions} for the driver leave; time, sockets and threads are the
 * driver's. Depends on {@code protocol} only.
 */
@NullMarked
package dev.fluxftp.session;

import org.jspecify.annotations.NullMarked;
