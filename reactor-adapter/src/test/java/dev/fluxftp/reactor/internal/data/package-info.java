/** Tests of the data room that need no network. */
@NullMarked
package dev.fluxftp.reactor.internal.data;

import org.jspecify.annotations.NullMarked;
