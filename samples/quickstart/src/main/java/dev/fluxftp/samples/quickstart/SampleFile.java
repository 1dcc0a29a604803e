package dev.fluxftp.samples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file of random content. The same seed gives the same files.
 *
 * @param number counted from 0
 * @param original where it lies on this side
 */
record SampleFile(int number, Path original, long size, String sha256) {

    private static final int KIB = 1024;
    /** One in so many is large; they come first, because they take longest. */
    private static final int LARGE_EVERY = 30;

    static List<SampleFile> createAll(Path folder, int count, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<SampleFile> files = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int size = number < count / LARGE_EVERY
                    ? random.nextInt(8 * KIB * KIB, 16 * KIB * KIB)
                    : random.nextInt(10 * KIB, 300 * KIB);
            files.add(create(folder, number, size, random));
        }
        return files;
    }

    String name() {
        return original.getFileName().toString();
    }

    private static SampleFile create(Path folder, int number, int size, SplittableRandom random) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Path file = Files.write(folder.resolve(String.format("file-%03d.bin", number)), content);
        return new SampleFile(number, file, size, Sha256.of(content));
    }
}
