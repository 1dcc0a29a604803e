/** Whole transfers: what is asked before, over how many connections a file goes, what is checked after. Made of sessions, dialogues and the operators of the data room. */
@NullMarked
package dev.fluxftp.reactor.internal.transfer;

import org.jspecify.annotations.NullMarked;
