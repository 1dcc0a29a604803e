package dev.fluxftp.samples.pipeline;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What the command line says: {@code [MEBIBYTES] [--kills=N] [--seed=N]}.
 *
 * @param mebibytes of CSV
 * @param seed of the content, the cuts and the kills
 */
record Options(int mebibytes, int kills, long seed) {

    Options {
        if (mebibytes < 1 || kills < 0) {
            throw new IllegalArgumentException("at least one MiB, and no fewer kills than none");
        }
    }

    /** @throws IllegalArgumentException in words for a person */
    static Options of(String... arguments) {
        Options options = new Options(64, 6, ThreadLocalRandom.current().nextLong(1_000_000));
        for (String argument : arguments) {
            options = options.with(argument);
        }
        return options;
    }

    private Options with(String argument) {
        String value = argument.substring(argument.indexOf('=') + 1);
        if (argument.startsWith("--kills=")) {
            return new Options(mebibytes, Integer.parseInt(value), seed);
        }
        return argument.startsWith("--seed=")
                ? new Options(mebibytes, kills, Long.parseLong(value))
                : new Options(Integer.parseInt(value), kills, seed);
    }
}
