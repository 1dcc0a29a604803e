/**
 * The main job of the library, made to be read: 200 files go up and come down again through connections that break, and
 * every one of them is what it was. Begin with {@code Quickstart}, then {@code Job}; the rest is the stage they play on.
 */
@NullMarked
package dev.fluxftp.samples.quickstart;

import org.jspecify.annotations.NullMarked;
