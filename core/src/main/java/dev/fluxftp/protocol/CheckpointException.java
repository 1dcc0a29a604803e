package dev.fluxftp.protocol;

/** A checkpoint, or the journal that holds checkpoints, cannot be used. What is stored stays as it is. */
public final class CheckpointException extends FtpException {

    /** What is wrong. */
    public enum Reason {
        /** Written by a newer version of this library. */
        NEWER_VERSION,
        /** It ends too early. */
        TRUNCATED,
        /** Something in it is not as it was written. */
        CORRUPT,
        /** It is something else altogether. */
        FOREIGN,
        /** Another process, or another store of this one, has it open. */
        IN_USE
    }

    private final Reason reason;

    /** @param message names what cannot be used, and says why */
    public CheckpointException(Reason reason, String message) {
        super(Phase.FILE, Escaped.text(message), null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** True for {@link Reason#IN_USE}: whoever uses it may end. */
    @Override
    public boolean isTransient() {
        return reason == Reason.IN_USE;
    }
}
