/**
 * Watches every test of this module: buffers that leak, threads that block, errors that nobody hears. Registered once, for
 * all tests, through {@code META-INF/services}.
 */
@NullMarked
package dev.fluxftp.reactor.guard;

import org.jspecify.annotations.NullMarked;
