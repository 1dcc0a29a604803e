package dev.fluxftp.reactor.torture;

import dev.fluxftp.protocol.FtpException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * All that is decided about one transfer before it begins.
 *
 * @param index which one it is of a run
 * @param number the seed of everything in it
 * @param size of the file
 * @param held how much of it the receiving side has before, where the kind is to resume
 * @param step how the content is cut into buffers, where the caller does that
 * @param segments over how many connections
 * @param replaces whether there is an older file of that name at the target
 * @param blows what goes wrong, in this order
 */
record Plan(
        int index,
        long number,
        Kind kind,
        int size,
        int held,
        int step,
        int segments,
        boolean replaces,
        List<Blow> blows) {

    private static final int BUFFER = 8192;
    private static final int MOST = 600_000;
    private static final int MIB = 1024 * 1024;
    private static final int MOST_BLOWS = 4;
    private static final List<Integer> STEPS = List.of(1000, BUFFER, 10_000, 65_536, MIB);

    /** @param bytes after which it happens, in the transfer that it happens to */
    record Blow(Trouble trouble, int bytes) {}

    static Plan of(long seed, int index) {
        long number = seed * 1_000_003 + index;
        Random random = new Random(number);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int size = size(random, kind.isSegmented() && random.nextInt(3) > 0);
        return new Plan(
                index,
                number,
                kind,
                size,
                kind.isResumed() ? offset(random, size) : 0,
                STEPS.get(random.nextInt(STEPS.size())),
                kind.isSegmented() ? 2 + random.nextInt(3) : 1,
                random.nextBoolean(),
                blows(random, kind, size));
    }

    private static int size(Random random, boolean divisible) {
        if (divisible) {
            return 2 * MIB + random.nextInt(2 * MIB);
        }
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(3);
            case 1 -> BUFFER * random.nextInt(MOST / BUFFER);
            case 2 -> BUFFER * (1 + random.nextInt(MOST / BUFFER)) + (random.nextBoolean() ? 1 : -1);
            case 3 -> 65_536 << random.nextInt(4);
            default -> random.nextInt(MOST);
        };
    }

    /** Somewhere in a file, and often where something begins or ends. */
    private static int offset(Random random, int size) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> size;
            case 2, 3 -> size / BUFFER == 0 ? size : BUFFER * random.nextInt(size / BUFFER);
            default -> random.nextInt(size + 1);
        };
    }

    private static List<Blow> blows(Random random, Kind kind, int size) {
        List<Blow> blows = new ArrayList<>();
        int most = random.nextInt(MOST_BLOWS + 1);
        while (blows.size() < most
                && (blows.isEmpty() || !blows.get(blows.size() - 1).trouble.isLast())) {
            Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
            if (trouble.suits(kind)) {
                blows.add(new Blow(trouble, offset(random, size / (1 + random.nextInt(4)))));
            }
        }
        return List.copyOf(blows);
    }

    byte[] content() {
        byte[] bytes = new byte[size];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    byte[] beginning() {
        return Arrays.copyOf(content(), held);
    }

    /** Another file of the same name, longer, shorter or as long. */
    byte[] otherContent() {
        byte[] bytes = new byte[Math.max(1, size + (int) Math.floorMod(number, 3L) - 1)];
        new Random(~number).nextBytes(bytes);
        return bytes;
    }

    /** What nobody can take for a beginning of the content. */
    byte[] longerContent() {
        return Arrays.copyOf(otherContent(), size + BUFFER);
    }

    /** Whether a part that is left by a failure need not be a beginning of the file that the server has then. */
    boolean mayLeaveWhatIsNoBeginning() {
        return blows.stream().anyMatch(blow -> blow.trouble == Trouble.CHANGED || blow.trouble == Trouble.REST_IGNORED);
    }

    /** Whether the error is the right one for something that was to go wrong. */
    boolean explains(FtpException error) {
        return blows.stream().anyMatch(blow -> blow.trouble.explains(error, this));
    }

    /** Whether something happens for certain that nothing makes good; after other blows the transfer may be over before. */
    boolean mustFail() {
        if (blows.size() != 1 || kind.isSegmented()) {
            return false;
        }
        Blow only = blows.get(0);
        return switch (only.trouble) {
            case DISK_FULL_552, DISK_FULL_452 -> only.bytes <= size - held && held == 0;
            case CHANGED -> only.bytes <= size && held == 0;
            default -> false;
        };
    }
}
