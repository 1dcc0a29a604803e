/** The user-DTP of RFC 959: data connections, and the two operators that move bytes over them by demand. Reports only that a connection opened, ended or broke; never calls the control room. */
@NullMarked
package dev.fluxftp.reactor.internal.data;

import org.jspecify.annotations.NullMarked;
