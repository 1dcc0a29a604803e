/**
 * A map of keys and bytes that survives crashes: one file, written at its end only. Requests enter from any thread and are
 * served one after the other, off the event loop; answers leave as {@code Mono}s. What the bytes mean is not known here.
 */
@NullMarked
package dev.fluxftp.reactor.internal.journal;

import org.jspecify.annotations.NullMarked;
