package dev.fluxftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the corpora, read by its grammar. */
class ListingCorpusTest {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final ListingFormat UNIX = ListingFormat.unix(ZoneOffset.UTC, NOW);
    static final ListingFormat WINDOWS = ListingFormat.windows(ZoneOffset.UTC);

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void mlsx(String where, String line, String expected) {
        check(ListingFormat.mlsx(), line, expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void mlst(String where, String line, String expected) {
        check(ListingFormat.mlst(), line, expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void unix(String where, String line, String expected) {
        check(UNIX, line, expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void windows(String where, String line, String expected) {
        check(WINDOWS, line, expected);
    }

    /** One line tells its grammar: the one that reads it is the only one. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource({"unix", "windows"})
    void detecting(String where, String line, String expected) {
        if (!expected.equals("unparsed")) {
            check(ListingFormat.detecting(ZoneOffset.UTC, NOW), line, expected);
        }
    }

    @Test
    void theCorporaAreThere() {
        assertThat(Stream.of(mlsx(), mlst(), unix(), windows())
                        .mapToInt(List::size)
                        .sum())
                .isGreaterThan(200);
    }

    private static void check(ListingFormat format, String line, String expected) {
        Optional<FtpEntry> read = format.read(line);
        assertThat(Corpus.render(read)).isEqualTo(expected);
        read.ifPresent(entry -> {
            assertThat(entry.raw()).isEqualTo(line);
            assertThat(entry.path()).isEqualTo(entry.name());
            if (entry.type() == FtpEntry.Type.UNPARSED) {
                assertThat(entry).isEqualTo(FtpEntry.unparsed(line));
            }
        });
    }

    static List<Arguments> mlsx() {
        return Corpus.of("mlsx.txt");
    }

    static List<Arguments> mlst() {
        return Corpus.of("mlst.txt");
    }

    static List<Arguments> unix() {
        return Corpus.of("unix.txt");
    }

    static List<Arguments> windows() {
        return Corpus.of("windows.txt");
    }
}
