/** Disk at both ends of a transfer, always off the event loop. */
@NullMarked
package dev.fluxftp.reactor.internal.file;

import org.jspecify.annotations.NullMarked;
