package dev.fluxftp.protocol;

import org.jspecify.annotations.Nullable;

/** The connection could not be made secure, and is therefore not used: certificate, host name, handshake, AUTH or PROT refused. */
public final class TlsFailedException extends FtpException {

    public TlsFailedException(Phase phase, String message, @Nullable Throwable cause) {
        super(phase, message, cause);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
