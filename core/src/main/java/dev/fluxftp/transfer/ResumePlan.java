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
}
