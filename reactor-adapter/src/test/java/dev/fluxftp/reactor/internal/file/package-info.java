/** The disk without a server. */
@NullMarked
package dev.fluxftp.reactor.internal.file;

import org.jspecify.annotations.NullMarked;
