package dev.fluxftp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server refused a command with a 4yz or 5yz reply, or answered it with a kind of reply that means no. */
public final class NegativeReplyException extends FtpException {

    private static final int INSUFFICIENT_STORAGE = 452;

    private final @Nullable Command command;
    private final Reply reply;

    public NegativeReplyException(Phase phase, @Nullable Command command, Reply reply) {
        super(phase, command == null ? reply.toString() : reply + " (" + command + ")", null);
        this.command = command == null ? null : command.masked();
        this.reply = reply;
    }

    @Override
    public Optional<Command> command() {
        return Optional.ofNullable(command);
    }

    @Override
    public Optional<Reply> reply() {
        return Optional.of(reply);
    }

    /** True for 4yz (RFC 959 4.2.1), but not for 452: a full disk does not empty itself. */
    @Override
    public boolean isTransient() {
        return reply.isTransientNegative() && reply.code() != INSUFFICIENT_STORAGE;
    }
}
