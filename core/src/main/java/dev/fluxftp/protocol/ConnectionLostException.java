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

    @Override
    public Optional<Command> command() {
        return Optional.ofNullable(command);
    }

    @Override
    public boolean isTransient() {
        return true;
    }
}
