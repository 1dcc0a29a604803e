/**
 * FTP servers for tests. {@link dev.fluxftp.reactor.server.ScriptedFtpServer} behaves well until a test tells it how to
 * break; {@link dev.fluxftp.reactor.server.EmbeddedFtpServer} is Apache FtpServer on a folder of its own. Tests enter
 * with a script; what leaves is bytes on loopback sockets, and a record of what the client did.
 *
 * <p>Everything here uses plain blocking sockets on daemon threads, and nothing of the client, so that the two cannot
 * be wrong together.
 */
@NullMarked
package dev.fluxftp.reactor.server;

import org.jspecify.annotations.NullMarked;
