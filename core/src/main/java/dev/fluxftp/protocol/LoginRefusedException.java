package dev.fluxftp.protocol;

import java.util.Optional;

/** The server did not let us in: wrong password, account wanted, too many users. */
public final class LoginRefusedException extends FtpException {

    private final Command command;
    private final Reply reply;

    public LoginRefusedException(Command command, Reply reply) {
        super(Phase.LOGIN, "login refused: " + reply + " (" + command + ")", null);
        this.command = command.masked();
        this.reply = reply;
    }

    @Override
    public Optional<Command> command() {
        return Optional.of(command);
    }

    @Override
    public Optional<Reply> reply() {
        return Optional.of(reply);
    }

    /** True for 421 and other 4yz: "too many users" may pass; a wrong password does not. */
    @Override
    public boolean isTransient() {
        return reply.isTransientNegative();
    }
}
