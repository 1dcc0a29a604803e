/**
 * What several samples play on: an FTP server in this JVM, a temporary folder, and in {@code proxy} a bad network between
 * client and server. Nothing here is needed to use the library.
 */
@NullMarked
package dev.fluxftp.samples.stage;

import org.jspecify.annotations.NullMarked;
