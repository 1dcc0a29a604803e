package dev.fluxftp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection could not be made secure, and is therefore not used: certificate, host name, handshake, AUTH or PROT refused. */
public final class TlsFailedException extends FtpException {

    /** What is wrong. */
    public enum Reason {
        /** The handshake failed, or the certificate or its host name is not to be trusted. */
        HANDSHAKE,
        /** The server refuses to protect a connection. */
        REFUSED,
        /** The data connection did not resume the TLS session of the control connection, which the server demands. */
        SESSION_NOT_RESUMED
    }

    private final Reason reason;
    private final @Nullable Reply reply;

    public TlsFailedException(Phase phase, Reason reason, String message, @Nullable Throwable cause) {
        super(phase, message, cause);
        this.reason = reason;
        this.reply = cause instanceof FtpException ftp ? ftp.reply().orElse(null) : null;
    }

    /** The server refused with that reply. */
    public TlsFailedException(Phase phase, String message, Command command, Reply reply) {
        super(phase, message + ": " + reply + " (" + command + ")", null);
        this.reason = Reason.REFUSED;
        this.reply = reply;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
