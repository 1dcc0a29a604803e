package dev.fluxftp.protocol;

/** Where in the life of a session something happened: each phase has a deadline of its own, and every error names one. */
public enum Phase {
    ACQUIRE("waiting for a free session of the pool"),
    CONNECT("connecting"),
    TLS("the TLS handshake"),
    GREETING("waiting for the greeting"),
    LOGIN("logging in"),
    REPLY("waiting for a reply"),
    DATA_CONNECT("opening the data connection"),
    DATA_TLS("the TLS handshake of the data connection"),
    DATA("moving data"),
    FINAL_REPLY("waiting for the final reply"),
    ABORT("aborting a transfer"),
    FILE("reading or writing the local file"),
    CLOSE("closing");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** What was going on, in words that fit after "while". */
    public String text() {
        return text;
    }
}
