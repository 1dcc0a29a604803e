/** What downloads are made of, without a server. */
@NullMarked
package dev.fluxftp.reactor.internal.transfer;

import org.jspecify.annotations.NullMarked;
