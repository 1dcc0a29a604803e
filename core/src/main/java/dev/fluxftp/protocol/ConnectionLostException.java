package dev.fluxftp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The control connection ended without a reply. What the last command did is not known. */
public final class ConnectionLostException extends FtpException {

    private final @Nullable Command command;

    public ConnectionLostException(Phase phase, @Nullable Command command, @Nullable Throwable cause) {
        super(
                phase,
                "the server closed the control connection" + during(phase, command)
                        + (cause == null ? "" : ": " + reason(cause)),
                cause);
        this.command = command == null ? null : command.masked();
    }

    private ConnectionLostException(String message) {
        super(Phase.CLOSE, message, null);
        this.command = null;
    }

    /** For a command that was not said, because the control connection had ended before its turn came. */
    public static ConnectionLostException beforeItsTurn(String why) {
        return new ConnectionLostException("the session had ended before: " + why);
    }

    @Override
    public Optional<Command> command() {
        return Optional.ofNullable(command);
    }

    @Override
    public boolean isTransient() {
        return true;
    }
}
