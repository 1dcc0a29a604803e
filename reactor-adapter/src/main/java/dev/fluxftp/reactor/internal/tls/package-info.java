/** TLS for both connections of a session: one context, handlers whose sessions can be resumed, and failures in words. Knows nothing of FTP. */
@NullMarked
package dev.fluxftp.reactor.internal.tls;

import org.jspecify.annotations.NullMarked;
