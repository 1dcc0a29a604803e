package dev.fluxftp.session;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What a dialogue waits for. Each method answers with the next step, or null for "not now": a reply that is not expected
 * breaks the session, an event of the data connection is kept for a later step.
 */
public interface Expectation<T> {

    default @Nullable Step<T> heard(Reply reply) {
        return null;
    }

    default @Nullable Step<T> happened(DataEvent event) {
        return null;
    }

    default @Nullable Step<T> secured() {
        return null;
    }

    /** What went wrong already, where the wait only winds up: reported instead of a second failure on the way. */
    default @Nullable FtpException failure() {
        return null;
    }
}
