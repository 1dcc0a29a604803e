/** The command line: one class for each command, and what they share. */
@NullMarked
package dev.fluxftp.samples.cli;

import org.jspecify.annotations.NullMarked;
