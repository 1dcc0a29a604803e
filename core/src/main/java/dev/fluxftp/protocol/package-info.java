/**
 * The words of the control connection: commands, replies, addresses, times, features and the errors that speak of them.
 * Values only; this room depends on no other. Bytes and strings enter, records leave.
 */
@NullMarked
package dev.fluxftp.protocol;

import org.jspecify.annotations.NullMarked;
