/**
 * What happens between RETR and 226, and what to do next time: the joint machine of replies and data, the transfer
 * dialogue, and the decisions of a resume. Depends on {@code session} and {@code protocol}.
 */
@NullMarked
package dev.fluxftp.transfer;

import org.jspecify.annotations.NullMarked;
