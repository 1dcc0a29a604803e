package dev.fluxftp.samples.cli;

import dev.fluxftp.reactor.RateLimit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --limit-rate}, written as curl wants it. */
final class RateOption {

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = Rate.class,
            description = "no faster than so many bytes a second; 500K, 2M and 1G are multiples of 1024")
    private @Nullable RateLimit limit;

    @Nullable
    RateLimit limit() {
        return limit;
    }

    /** Bytes a second with a unit. */
    static final class Rate implements ITypeConverter<RateLimit> {

        private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})([KMG]?)B?");
        private static final int BITS_OF_A_UNIT = 10;

        @Override
        public RateLimit convert(String text) {
            Matcher parts = SYNTAX.matcher(text.toUpperCase(Locale.ROOT));
            long bytes = parts.matches() ? Long.parseLong(parts.group(1)) << shift(parts.group(2)) : 0;
            if (bytes < 1) {
                throw new TypeConversionException(
                        "'" + text + "' is no rate: it is a number of bytes a second, such as 500K, 2M or 1G");
            }
            return RateLimit.of(bytes);
        }

        private static int shift(String unit) {
            return unit.isEmpty() ? 0 : BITS_OF_A_UNIT * ("KMG".indexOf(unit) + 1);
        }
    }
}
