package dev.fluxftp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server announces no way to ask for the hash of a file, or does not answer in any way that it announces. */
public final class HashUnavailableException extends FtpException {

    /** @param cause why the last way that was tried led nowhere; null when there was none to try */
    public HashUnavailableException(String path, @Nullable FtpException cause) {
        super(
                Phase.REPLY,
                "the server gives no such hash of " + Escaped.text(path)
                        + (cause == null ? ": it announces none" : ": " + reason(cause)),
                cause);
    }

    @Override
    public Optional<Command> command() {
        return getCause() instanceof FtpException ftp ? ftp.command() : Optional.empty();
    }

    @Override
    public Optional<Reply> reply() {
        return getCause() instanceof FtpException ftp ? ftp.reply() : Optional.empty();
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
