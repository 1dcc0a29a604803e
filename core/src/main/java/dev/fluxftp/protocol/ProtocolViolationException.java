package dev.fluxftp.protocol;

/** The server broke the grammar or the order of the protocol, so that nothing it says can be trusted any more. */
public final class ProtocolViolationException extends FtpException {

    public ProtocolViolationException(String message) {
        this(Phase.REPLY, message);
    }

    public ProtocolViolationException(Phase phase, String message) {
        super(phase, message, null);
    }

    /** The same violation, known to have happened in that phase. */
    public ProtocolViolationException in(Phase phase) {
        return phase == phase()
                ? this
                : new ProtocolViolationException(phase, String.valueOf(getMessage()) + during(phase, null));
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
