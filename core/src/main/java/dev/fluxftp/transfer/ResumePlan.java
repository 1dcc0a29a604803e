package dev.fluxftp.transfer;

import java.util.Locale;

/** Where a transfer goes on, decided from what each side holds. */
public sealed interface ResumePlan {

    /** From the first byte: there is nothing yet. */
    record Start() implements ResumePlan {}

    /** From that byte. */
    record Continue(long offset) implements ResumePlan {}

    /** There is nothing left to move. */
    record AlreadyComplete(long size) implements ResumePlan {}

    /** The receiving side holds something that is no beginning of the file. */
    record Conflict(String reason) implements ResumePlan {}

    /**
     * @param held bytes on the receiving side
     * @param total bytes on the sending side, -1 when not known
     */
    static ResumePlan of(long held, long total) {
        if (held < 0) {
            throw new IllegalArgumentException("what is held must be known: " + held);
        }
        if (held == 0) {
            return new Start();
        }
        if (total < 0) {
            return new Continue(held);
        }
        if (held > total) {
            return new Conflict(
                    String.format(Locale.ROOT, "%,d bytes are there already, but the file has only %,d", held, total));
        }
        return held == total ? new AlreadyComplete(total) : new Continue(held);
    }

    /**
     * How an upload of this very call goes on after a break. What the server has is ours only if it lies between where we
     * began and what we gave: a server that writes uploads to a file of its own shows the old file until the end, and
     * somebody else may have written too.
     *
     * @param base where in the file this call began
     * @param before bytes the server had before it, -1 when not known
     * @param given up to where the source was given to the network, at least as far as the server can be
     * @param whole true when the source ended there
     * @param held bytes the server has now, -1 when it does not say
     */
    static ResumePlan afterBreak(long base, long before, long given, boolean whole, long held) {
        boolean isOld = held == before && base == 0;
        boolean isOurs = held >= base && held <= given && !isOld;
        // nothing may also be no file at all: an empty one is sent again
        if (isOurs && whole && held == given && held > 0) {
            return new AlreadyComplete(held);
        }
        if (isOurs && held > 0) {
            return new Continue(held);
        }
        return base == 0
                ? new Start()
                : new Conflict(String.format(
                        Locale.ROOT,
                        "the server has %s bytes of it, which is not between %,d, where this upload began, and %,d",
                        held < 0 ? "an unknown number of" : String.format(Locale.ROOT, "%,d", held),
                        base,
                        given));
    }
}
