package dev.fluxftp.reactor;

/** What to do when the file on the server is not the one that a download began with, or nothing shows that it is. */
public enum WhenChanged {
    /** {@code RemoteChangedException}. What is here of the file stays. */
    FAIL,
    /** Begin at the first byte. What is here of the file is given up for that. */
    RESTART
}
