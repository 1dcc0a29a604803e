package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.TlsFailedException.Reason;

/** The failure that another session cures: the TLS session of the control connection cannot be resumed any more. */
final class TlsSessionLoss {

    private TlsSessionLoss() {}

    static boolean is(Throwable error) {
        return error instanceof TlsFailedException tls && tls.reason() == Reason.SESSION_NOT_RESUMED;
    }
}
