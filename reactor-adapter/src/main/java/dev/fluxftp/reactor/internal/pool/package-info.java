/** Keeps sessions that are logged in, and lends them. What comes back is proven clean or closed. */
@NullMarked
package dev.fluxftp.reactor.internal.pool;

import org.jspecify.annotations.NullMarked;
