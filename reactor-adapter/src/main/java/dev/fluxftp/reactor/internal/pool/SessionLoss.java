package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.session.Lesson;
import java.util.Set;
import reactor.pool.PooledRef;

/**
 * A failure that another session cures, and that nothing has come of: the TLS session cannot be resumed any more, or the
 * server ended the session while it lay in the pool, which may be noticed only when it is used.
 */
final class SessionLoss extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SERVICE_NOT_AVAILABLE = 421;

    /** What first commands do no harm when they are said twice: it is not known what the last one did. */
    private static final Set<String> REPEATABLE = Set.of("EPSV", "PASV", "SIZE", "MDTM", "MLST", "PWD", "RNFR", "MFMT");

    private SessionLoss(Throwable failure) {
        super(null, failure, false, false);
    }

    static SessionLoss inThePool() {
        return new SessionLoss(new ConnectionLostException(Phase.ACQUIRE, null, null));
    }

    /** The failure itself where another session would not do better. */
    static Throwable orElse(Throwable failure, PooledRef<ControlChannel> lease) {
        ControlChannel session = lease.poolable();
        if (TlsSessionLoss.is(failure)) {
            session.remember(Lesson.TLS_1_3_SESSIONS_RUN_OUT);
            session.drop();
            return new SessionLoss(failure);
        }
        boolean wasIdle = lease.metadata().acquireCount() > 1;
        return wasIdle && isEnd(failure) && isHarmless(failure, session.said()) ? new SessionLoss(failure) : failure;
    }

    private static boolean isEnd(Throwable failure) {
        return failure instanceof ConnectionLostException
                || (failure instanceof FtpException ftp
                        && ftp.reply()
                                .filter(reply -> reply.code() == SERVICE_NOT_AVAILABLE)
                                .isPresent());
    }

    private static boolean isHarmless(Throwable failure, int said) {
        return said == 0
                || (said == 1
                        && failure instanceof FtpException ftp
                        && ftp.command()
                                .filter(first -> REPEATABLE.contains(first.word()))
                                .isPresent());
    }
}
