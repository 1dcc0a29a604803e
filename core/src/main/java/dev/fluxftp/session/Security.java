package dev.fluxftp.session;

/** How a session is protected. */
public enum Security {
    /** Nothing is encrypted. */
    CLEAR,
    /** AUTH TLS on the ordinary port (RFC 4217), then PBSZ 0 and PROT P; refused means failed. */
    EXPLICIT_TLS,
    /** TLS from the first byte, then PBSZ 0 and PROT P. */
    IMPLICIT_TLS;

    public boolean isTls() {
        return this != CLEAR;
    }

    /** 21, or 990 for implicit TLS. */
    public int defaultPort() {
        return this == IMPLICIT_TLS ? 990 : 21;
    }
}
