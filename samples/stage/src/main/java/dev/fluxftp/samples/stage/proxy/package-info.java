/**
 * A bad network in one JVM: stands between a client and an FTP server, and breaks connections at random points. Sees what
 * the client says, so that it can tell afterwards where transfers went on.
 */
@NullMarked
package dev.fluxftp.samples.stage.proxy;

import org.jspecify.annotations.NullMarked;
