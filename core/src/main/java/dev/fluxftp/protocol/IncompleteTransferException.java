package dev.fluxftp.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A transfer began and did not come to its end: the data connection broke, the server said so, or fewer bytes passed than
 * the file has. What passed is good; {@link #bytes()} is what a resume goes on from.
 */
public final class IncompleteTransferException extends FtpException {

    private static final int EXCEEDED_STORAGE = 552;

    private final Command command;
    private final long bytes;
    private final long expected;

    /**
     * @param bytes what passed in this transfer
     * @param expected what should have passed, or -1 where it is not known
     * @param cause what ended it; null when the server called a short transfer complete
     */
    public IncompleteTransferException(
            Phase phase, Command command, long bytes, long expected, @Nullable Throwable cause) {
        super(phase, message(command, bytes, expected, cause), cause);
        this.command = command.masked();
        this.bytes = bytes;
        this.expected = expected;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** How many bytes should have passed, where that is known. */
    public OptionalLong expected() {
        return expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected);
    }

    @Override
    public Optional<Command> command() {
        return Optional.of(command);
    }

    @Override
    public Optional<Reply> reply() {
        return getCause() instanceof FtpException ftp ? ftp.reply() : Optional.empty();
    }

    /**
     * True unless the disk is full (452, 552) or the cause says otherwise. A 5yz while bytes were still to move tells of the
     * connection and not of the file: Apache answers a reset with 551. After the end of the data it is the last word.
     */
    @Override
    public boolean isTransient() {
        Optional<Reply> reply = reply();
        if (reply.isPresent() && reply.get().isPermanentNegative()) {
            return phase() == Phase.DATA && reply.get().code() != EXCEEDED_STORAGE;
        }
        return !(getCause() instanceof FtpException ftp) || ftp.isTransient();
    }

    private static String message(Command command, long bytes, long expected, @Nullable Throwable cause) {
        String passed = expected < 0
                ? String.format(Locale.ROOT, "%s stopped after %,d bytes", command, bytes)
                : String.format(Locale.ROOT, "%s stopped after %,d of %,d bytes", command, bytes, expected);
        return passed + (cause == null ? ", though the server called it complete" : ": " + reason(cause));
    }
}
