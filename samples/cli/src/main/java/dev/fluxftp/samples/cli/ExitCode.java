package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.TlsFailedException;
import java.util.Map;
import reactor.core.Exceptions;

/** What the program tells its caller. The numbers are part of its interface. */
enum ExitCode {
    UNEXPECTED(1),
    WRONG_USE(2),
    CANNOT_CONNECT(3),
    TLS(4),
    LOGIN(5),
    NOT_THERE(6),
    REFUSED(7),
    LOCAL_FILE(8),
    DEADLINE(9),
    INCOMPLETE(10),
    CHANGED(11),
    NOT_FTP(12);

    private static final Map<Class<? extends Throwable>, ExitCode> BY_FAILURE = Map.of(
            ConnectFailedException.class, CANNOT_CONNECT,
            TlsFailedException.class, TLS,
            LoginRefusedException.class, LOGIN,
            NegativeReplyException.class, REFUSED,
            LocalFileException.class, LOCAL_FILE,
            DeadlineExceededException.class, DEADLINE,
            ConnectionLostException.class, INCOMPLETE,
            RemoteChangedException.class, CHANGED,
            ProtocolViolationException.class, NOT_FTP,
            IllegalArgumentException.class, WRONG_USE);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        if (cause instanceof NegativeReplyException refusal) {
            return refusal.reply()
                            .map(reply -> reply.code() == 550 || reply.code() == 553)
                            .orElse(false)
                    ? NOT_THERE
                    : REFUSED;
        }
        if (cause instanceof IncompleteTransferException incomplete) {
            return incomplete.getCause() instanceof DeadlineExceededException ? DEADLINE : INCOMPLETE;
        }
        return BY_FAILURE.getOrDefault(cause.getClass(), UNEXPECTED);
    }

    /** The failure in one line. */
    static String words(Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
