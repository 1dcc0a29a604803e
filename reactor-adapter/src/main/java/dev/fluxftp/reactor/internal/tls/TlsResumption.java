package dev.fluxftp.reactor.internal.tls;

/** What the TLS handshake of a data connection came to. */
public enum TlsResumption {
    /** The session of the control connection was resumed. */
    RESUMED,
    /** A session of its own, as every one on this control connection so far: the server does not resume, and so cannot demand it. */
    FULL,
    /** A session of its own although others were resumed: there was no ticket left. A server that demands it will refuse. */
    RAN_OUT
}
