package dev.fluxftp.reactor.server;

/** When a server speaks TLS. */
public enum Tls {
    /** Never; AUTH is refused. */
    NONE,
    /** After AUTH TLS (RFC 4217). */
    EXPLICIT,
    /** From the first byte. */
    IMPLICIT
}
