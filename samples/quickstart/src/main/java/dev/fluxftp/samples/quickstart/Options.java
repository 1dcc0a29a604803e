package dev.fluxftp.samples.quickstart;

import dev.fluxftp.session.FtpUrl;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says: {@code [URL] [--seed=N]}.
 *
 * @param url the server to use; null for one of our own
 * @param seed of the content and of the cuts
 */
record Options(@Nullable FtpUrl url, long seed, int files) {

    private static final String SEED = "--seed=";
    private static final int FILES = 200;

    /** @throws IllegalArgumentException in words for a person */
    static Options of(String... arguments) {
        Options options = new Options(null, ThreadLocalRandom.current().nextLong(1_000_000), FILES);
        for (String argument : arguments) {
            options = argument.startsWith(SEED)
                    ? new Options(options.url, Long.parseLong(argument.substring(SEED.length())), FILES)
                    : new Options(FtpUrl.parse(argument), options.seed, FILES);
        }
        return options;
    }
}
