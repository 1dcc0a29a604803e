package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a journal of checkpoints is kept.
 *
 * @param forceWithin how long a save may stay in the memory of the system, where a crash of the machine, though not of the
 *     process, loses it; zero: a save completes once it is on the disk; null: the system decides
 * @param compactAbove bytes; a larger file is written anew when more than half of it has become garbage
 */
@CheckReturnValue
public record JournalSpec(@Nullable Duration forceWithin, long compactAbove) {

    static final JournalSpec DEFAULT = new JournalSpec(Duration.ZERO, 1 << 20);

    public JournalSpec {
        if (forceWithin != null && forceWithin.isNegative()) {
            throw new IllegalArgumentException("a time is not negative: " + forceWithin);
        }
        if (compactAbove < 0) {
            throw new IllegalArgumentException("a size is not negative: " + compactAbove);
        }
    }

    /** A save completes once it is on the disk; those that come together share the wait for it. The default. */
    public JournalSpec forceEverySave() {
        return new JournalSpec(Duration.ZERO, compactAbove);
    }

    /** A save completes at once, and is on the disk after that time at the latest. */
    public JournalSpec forceWithin(Duration time) {
        return new JournalSpec(time, compactAbove);
    }

    /** A save completes at once, and is on the disk when the system finds the time. */
    public JournalSpec forceNever() {
        return new JournalSpec(null, compactAbove);
    }

    public JournalSpec compactAbove(long bytes) {
        return new JournalSpec(forceWithin, bytes);
    }
}
