package dev.fluxftp.transfer;

/**
 * How far a transfer is, jointly on both connections. It is done only when the data connection came to its end <em>and</em>
 * a completion reply was heard, in whichever order; neither of them alone proves anything.
 */
public enum TransferPhase {
    /** The verb is said, no reply yet. */
    NEGOTIATING,
    /** 125 or 150 came: bytes may flow. */
    OPEN,
    /** The data came to its end; the final reply is owed. */
    DATA_CLOSED,
    /** The completion reply came before the end of the data. */
    REPLIED,
    DONE,
    FAILED;

    public enum Event {
        PRELIMINARY,
        COMPLETION,
        NEGATIVE,
        DATA_END,
        DATA_ERROR
    }

    public TransferPhase on(Event event) {
        return switch (this) {
            case NEGOTIATING ->
                switch (event) {
                    case PRELIMINARY -> OPEN;
                    case COMPLETION -> REPLIED;
                    case DATA_END -> DATA_CLOSED;
                    case NEGATIVE, DATA_ERROR -> FAILED;
                };
            case OPEN ->
                switch (event) {
                    case PRELIMINARY -> OPEN;
                    case COMPLETION -> REPLIED;
                    case DATA_END -> DATA_CLOSED;
                    case NEGATIVE, DATA_ERROR -> FAILED;
                };
            case DATA_CLOSED ->
                switch (event) {
                    case COMPLETION -> DONE;
                    case NEGATIVE, DATA_ERROR -> FAILED;
                    case PRELIMINARY, DATA_END -> DATA_CLOSED;
                };
            case REPLIED ->
                switch (event) {
                    case DATA_END -> DONE;
                    case NEGATIVE, DATA_ERROR -> FAILED;
                    case PRELIMINARY, COMPLETION -> REPLIED;
                };
            case DONE, FAILED -> this;
        };
    }

    /** True once the server's last word on the transfer is known. */
    public boolean isSettled() {
        return this == DONE || this == FAILED;
    }
}
