package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.TlsFailedException.Reason;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import org.jspecify.annotations.Nullable;

/** What the failure of a transfer means, once it is known how far it had come. */
final class DataFailures {

    private static final int CANNOT_OPEN_DATA_CONNECTION = 425;
    private static final int SESSION_REUSE_REQUIRED = 522;

    private DataFailures() {}

    /** The data connection itself broke. */
    static FtpException broken(Command verb, long bytes, Throwable cause) {
        return cause instanceof TlsFailedException tls
                ? tls
                : new IncompleteTransferException(phaseOf(cause), verb, bytes, -1, cause);
    }

    /** The verdict on a transfer whose data connection was in use. */
    static RuntimeException verdict(Command verb, long bytes, TlsUse tls, RuntimeException error) {
        if (error instanceof IncompleteTransferException incomplete) {
            return incomplete.getCause() == null && incomplete.bytes() < bytes
                    ? new IncompleteTransferException(incomplete.phase(), verb, bytes, -1, null)
                    : incomplete;
        }
        if (!(error instanceof FtpException ftp) || error instanceof TlsFailedException) {
            return error;
        }
        FtpException refused = sessionRefused(bytes, tls, ftp);
        return refused != null ? refused : new IncompleteTransferException(ftp.phase(), verb, bytes, -1, ftp);
    }

    /** vsftpd and ProFTPD shake hands, send nothing, and only then say that the session should have been resumed. */
    private static @Nullable FtpException sessionRefused(long bytes, TlsUse tls, FtpException error) {
        int code = error.reply().map(reply -> reply.code()).orElse(0);
        return tls == TlsUse.FULL_HANDSHAKE
                        && bytes == 0
                        && (code == CANNOT_OPEN_DATA_CONNECTION || code == SESSION_REUSE_REQUIRED)
                ? new TlsFailedException(
                        Phase.DATA_TLS,
                        Reason.SESSION_NOT_RESUMED,
                        "the server wants the TLS session of the control connection resumed on the data connection: "
                                + error.getMessage(),
                        error)
                : null;
    }

    private static Phase phaseOf(Throwable cause) {
        return cause instanceof FtpException ftp ? ftp.phase() : Phase.DATA;
    }
}
