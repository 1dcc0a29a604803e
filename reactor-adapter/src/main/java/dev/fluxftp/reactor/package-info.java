/**
 * The user interface: what a caller types. The only room of this module that users import; verbs enter as method calls
 * and leave as {@code Mono} and {@code Flux}.
 */
@NullMarked
package dev.fluxftp.reactor;

import org.jspecify.annotations.NullMarked;
