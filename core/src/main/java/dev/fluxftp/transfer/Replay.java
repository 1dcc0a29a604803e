package dev.fluxftp.transfer;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.Locale;
import java.util.Optional;

/**
 * What has to be shown before a download goes on in the middle of a file, and what is done where a server gives files from
 * their first byte only. Size, modification time and {@code unique} fact are compared in any case.
 *
 * @param overlap how many bytes before the offset are fetched once more and compared, as far as there are so many; 0 for none
 * @param facts what else is asked of the server
 * @param withoutRestart what to do where REST is refused
 */
@CheckReturnValue
public record Replay(int overlap, Facts facts, WithoutRestart withoutRestart) {

    /** Each data connection of a download holds so many bytes, and twice as many while it compares them. */
    public static final int MOST_OVERLAP = 16 * 1024 * 1024;

    private static final int LEAST_WITHOUT_SIZE = 4096;

    public static final Replay DEFAULT = new Replay(0, Facts.TOLD, WithoutRestart.FAIL);

    /** What tells one version of a file from another. */
    public enum Facts {
        /** Size, modification time and {@code unique} fact. */
        TOLD,
        /** The same, and the hash of the whole file where the server computes one. */
        TOLD_AND_HASHED
    }

    /** What to do where REST is refused for good, or is agreed to and turns out to be ignored. */
    public enum WithoutRestart {
        /** The server's refusal is the error; where it ignores REST, {@code ProtocolViolationException}. */
        FAIL,
        /** RETR from the first byte; what is here already is received once more and dropped. */
        SKIP
    }

    public Replay {
        if (overlap < 0 || overlap > MOST_OVERLAP) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "an overlap is between 0 and %,d bytes, not %,d", MOST_OVERLAP, overlap));
        }
    }

    /**
     * REST so many bytes before the offset: they come again, are compared with those that this side has, and only what
     * follows is delivered. Where they agree, that is enough for a server that tells neither size nor time. It is no more
     * than these bytes can show: those that are alike in many places, such as zeros, show little. A range that begins in the
     * middle of a file has nothing yet to compare. Chunks that are to be acknowledged cost a hash of so many bytes each.
     */
    public Replay overlap(int bytes) {
        return new Replay(bytes, facts, withoutRestart);
    }

    /**
     * Ask for the hash of the whole file (HASH, XSHA256, XMD5, XCRC and the like) at the beginning and before each replay.
     * The server reads all of the file each time, and has the final-reply deadline for it.
     */
    public Replay compareHashes() {
        return new Replay(overlap, Facts.TOLD_AND_HASHED, withoutRestart);
    }

    /** Where REST is refused, receive and drop what is here already, however much that is. */
    public Replay skipWithoutRestart() {
        return new Replay(overlap, facts, WithoutRestart.SKIP);
    }

    /** Where REST is refused, that is the error. */
    public Replay failWithoutRestart() {
        return new Replay(overlap, facts, WithoutRestart.FAIL);
    }

    /**
     * How many bytes are compared: as many as were asked for; else some where the server tells a time and no size, because
     * nothing but the bytes would show there that it ignores REST.
     */
    public int overlapFor(RemoteIdentity file) {
        boolean isEnough = overlap > 0 || file.size() >= 0 || !file.isKnown();
        return isEnough ? overlap : LEAST_WITHOUT_SIZE;
    }

    /**
     * Why nothing may be added to what is here of a file, in words; empty where it may. With an overlap, the server need not
     * tell enough of the file: the bytes will.
     *
     * @param then the file that it is of
     * @param now what the server says of the file at this time
     */
    public Optional<String> conflict(RemoteIdentity then, RemoteIdentity now) {
        RemoteIdentity known = facts == Facts.TOLD ? then.hash(null) : then;
        return overlap > 0 || known.isComparableTo(now)
                ? known.differenceTo(now)
                : Optional.of("the server does not tell enough of it to show that it is the same file");
    }
}
