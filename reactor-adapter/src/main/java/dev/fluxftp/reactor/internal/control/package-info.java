/** Drives the user-PI. The one room with a loop: bytes of the control connection enter, the interpreter's actions are performed on its event loop. */
@NullMarked
package dev.fluxftp.reactor.internal.control;

import org.jspecify.annotations.NullMarked;
