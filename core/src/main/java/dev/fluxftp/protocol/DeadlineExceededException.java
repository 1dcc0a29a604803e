package dev.fluxftp.protocol;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A phase took longer than its deadline. */
public final class DeadlineExceededException extends FtpException {

    private final @Nullable Command command;

    public DeadlineExceededException(Phase phase, Duration deadline, @Nullable Command command) {
        super(phase, "nothing for " + shown(deadline) + during(phase, command), null);
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

    private static String shown(Duration deadline) {
        return deadline.toMillis() % 1000 == 0 ? deadline.toSeconds() + " s" : deadline.toMillis() + " ms";
    }
}
