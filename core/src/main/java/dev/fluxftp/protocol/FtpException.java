package dev.fluxftp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong in talking to a server. The tree is sealed by what happened, and each error says what a
 * caller decides on: the phase, the command (secrets masked), the server's own reply, how many bytes had passed, and
 * whether the same call may succeed later. The message is one line for a person.
 */
public abstract sealed class FtpException extends RuntimeException
        permits CheckpointException,
                ConnectFailedException,
                ConnectionLostException,
                DeadlineExceededException,
                HashMismatchException,
                HashUnavailableException,
                IncompleteTransferException,
                LocalFileException,
                LoginRefusedException,
                NegativeReplyException,
                ProtocolViolationException,
                RemoteChangedException,
                TlsFailedException {

    private final Phase phase;

    FtpException(Phase phase, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.phase = phase;
    }

    /** What was going on. */
    public Phase phase() {
        return phase;
    }

    /** The last command that was said, where there was one; its {@code toString()} hides secrets. */
    public Optional<Command> command() {
        return Optional.empty();
    }

    /** The reply that said no, where the server gave one. */
    public Optional<Reply> reply() {
        return Optional.empty();
    }

    /** Bytes of the file that had passed when this happened. */
    public long bytes() {
        return 0;
    }

    /** True when the same call may succeed later without anybody changing anything. */
    public abstract boolean isTransient();

    /** The test for {@code Retry.backoff(..).filter(FtpException::isTransient)}. */
    public static boolean isTransient(Throwable error) {
        return error instanceof FtpException ftp && ftp.isTransient();
    }

    static String during(Phase phase, @Nullable Command command) {
        return command == null ? " while " + phase.text() : " while " + phase.text() + " (" + command + ")";
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return Escaped.text(message == null ? cause.getClass().getSimpleName() : message);
    }
}
