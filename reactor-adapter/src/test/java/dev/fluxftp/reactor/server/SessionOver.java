package dev.fluxftp.reactor.server;

import java.io.IOException;

/** A fault has ended the session; nothing more is to be said. */
final class SessionOver extends IOException {
    private static final long serialVersionUID = 1;
}
