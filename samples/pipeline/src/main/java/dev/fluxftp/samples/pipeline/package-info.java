/**
 * What acknowledged chunks are for. {@code Pipeline}, {@code GzipLines} and {@code Totals} are the program: it adds up a
 * gzip CSV that lies on an FTP server. {@code Demonstration} and the rest are what happens to it: its connections are cut,
 * its process is killed, and it ends with the right totals.
 */
@NullMarked
package dev.fluxftp.samples.pipeline;

import org.jspecify.annotations.NullMarked;
