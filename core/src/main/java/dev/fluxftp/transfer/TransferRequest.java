package dev.fluxftp.transfer;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Verb;

/**
 * What is to be moved over a data connection.
 *
 * @param command the verb that starts it, with its path
 * @param offset where in the file it begins; said with REST unless it is 0 or the verb is APPE
 */
public record TransferRequest(Command command, long offset) {

    public TransferRequest {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is not negative: " + offset);
        }
    }

    public static TransferRequest retrieve(String path, long offset) {
        return new TransferRequest(Command.of(Verb.RETR, path), offset);
    }

    public static TransferRequest store(String path, long offset) {
        return new TransferRequest(Command.of(Verb.STOR, path), offset);
    }

    /** Adds to the end of the file, wherever that is. */
    public static TransferRequest append(String path) {
        return new TransferRequest(Command.of(Verb.APPE, path), 0);
    }

    /** A listing: MLSD, LIST or NLST of a path; an empty path is the working directory. */
    public static TransferRequest list(Verb verb, String path) {
        // a leading hyphen would be taken for an option of ls
        return new TransferRequest(Command.of(verb, path.startsWith("-") ? "./" + path : path), 0);
    }

    boolean sends() {
        return command.is(Verb.STOR) || command.is(Verb.APPE) || command.is(Verb.STOU);
    }
}
