/** The journal against crashes, damage and a disk that fails. */
@NullMarked
package dev.fluxftp.reactor.internal.journal;

import org.jspecify.annotations.NullMarked;
