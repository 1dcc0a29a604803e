package dev.fluxftp.transfer;

/**
 * How many bytes may move by a moment. Bytes are paid for after they have moved, because nobody knows before how many come;
 * what is owed has to be paid off by time before more are asked for. Times are nanoseconds of any clock that runs on.
 *
 * @param bytesPerSecond at least 1
 * @param owed bytes that moved before their time had come; negative for time that was not used, up to a tenth of a second
 * @param asOf when that was so
 */
public record RateBudget(long bytesPerSecond, double owed, long asOf) {

    private static final double SECOND = 1e9;
    /** Parts of a second: for which time that was not used can be made up for, and which one step takes. */
    private static final int PARTS = 10;

    private static final int SMALLEST_STEP = 1024;

    public RateBudget {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a rate is at least one byte a second, not " + bytesPerSecond);
        }
    }

    public static RateBudget of(long bytesPerSecond, long now) {
        return new RateBudget(bytesPerSecond, 0, now);
    }

    public RateBudget spent(long bytes, long now) {
        RateBudget current = at(now);
        return new RateBudget(bytesPerSecond, current.owed + bytes, current.asOf);
    }

    /** From now on at another rate; what is owed stays owed. */
    public RateBudget changed(long rate, long now) {
        RateBudget current = at(now);
        return new RateBudget(rate, Math.max(current.owed, -most(rate)), current.asOf);
    }

    /** Nanoseconds until more may be asked for; 0 for at once. */
    public long delay(long now) {
        double left = at(now).owed;
        return left <= 0 ? 0 : (long) (left / bytesPerSecond * SECOND);
    }

    /**
     * How much to ask for at once, so that bytes flow and do not come in gushes.
     *
     * @param most where the rate does not matter
     */
    public int step(int most) {
        return (int) Math.max(SMALLEST_STEP, Math.min(most, bytesPerSecond / PARTS));
    }

    private RateBudget at(long now) {
        long elapsed = now - asOf;
        return elapsed <= 0
                ? this
                : new RateBudget(
                        bytesPerSecond, Math.max(-most(bytesPerSecond), owed - elapsed / SECOND * bytesPerSecond), now);
    }

    private static double most(long rate) {
        return (double) rate / PARTS;
    }
}
