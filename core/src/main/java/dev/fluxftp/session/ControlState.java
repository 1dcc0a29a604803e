package dev.fluxftp.session;

import org.jspecify.annotations.Nullable;

/**
 * Where the control connection is. The table in {@link #on} is the whole law: what is not in it does not happen, and an
 * event that comes all the same closes the session.
 */
public enum ControlState {
    /** No TCP connection yet. */
    CONNECTING,
    /** From the greeting to the last reply of the login dialogue. */
    LOGIN,
    /** The TLS handshake runs; no reply can be heard. */
    UPGRADING,
    /** Logged in, silent: nothing is owed by either side. */
    READY,
    /** A dialogue goes on. */
    BUSY,
    /** Nobody wants the dialogue's result any more; it is wound down. */
    ABORTING,
    /** QUIT was said. */
    QUITTING,
    /** Gone. */
    CLOSED;

    /** What moves a control connection from state to state. */
    public enum Event {
        /** TCP is up. */
        OPENED,
        /** The dialogue asks for TLS. */
        UPGRADE,
        /** The TLS handshake is done. */
        SECURED,
        /** A dialogue begins. */
        BEGIN,
        /** The dialogue ended, well or refused, and left the session usable. */
        END,
        /** The dialogue is not wanted any more. */
        ABORT,
        /** QUIT is said. */
        QUIT,
        /** The connection ended, or must: lost, broken, expired, desynchronised. */
        LOST
    }

    /** The next state, or null when the event has no place in this one. */
    public @Nullable ControlState on(Event event) {
        if (event == Event.LOST) {
            return CLOSED;
        }
        return switch (this) {
            case CONNECTING -> event == Event.OPENED ? LOGIN : null;
            case LOGIN ->
                switch (event) {
                    case UPGRADE -> UPGRADING;
                    case END -> READY;
                    case ABORT -> CLOSED;
                    default -> null;
                };
            case UPGRADING ->
                switch (event) {
                    case SECURED -> LOGIN;
                    case ABORT -> CLOSED;
                    default -> null;
                };
            case READY ->
                switch (event) {
                    case BEGIN -> BUSY;
                    case QUIT -> QUITTING;
                    default -> null;
                };
            case BUSY ->
                switch (event) {
                    case END -> READY;
                    case ABORT -> ABORTING;
                    default -> null;
                };
            case ABORTING -> event == Event.END ? READY : null;
            case QUITTING -> event == Event.END ? CLOSED : null;
            case CLOSED -> null;
        };
    }
}
