package dev.fluxftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetectingFormatTest {

    private static final String UNIX = "-rw-r--r--   1 ftp ftp  1024 Nov 21 10:33 unix";
    private static final String WINDOWS = "11-24-26  10:33AM                 1024 windows";
    private static final String MLSX = "type=file;size=1024; mlsx";

    private final ListingFormat format = ListingFormat.detecting(ZoneOffset.UTC, ListingCorpusTest.NOW);

    @Test
    void readsEachGrammarFromItsFirstLine() {
        for (String line : List.of(UNIX, WINDOWS, MLSX)) {
            FtpEntry entry = ListingFormat.detecting(ZoneOffset.UTC, ListingCorpusTest.NOW)
                    .read(line)
                    .orElseThrow();
            assertThat(line).endsWith(' ' + entry.name());
            assertThat(entry.size()).isEqualTo(1024);
        }
    }

    @Test
    void readsALateLineOfAnotherGrammar() {
        for (int i = 0; i < 100; i++) {
            assertThat(name(UNIX)).isEqualTo("unix");
        }
        assertThat(name(WINDOWS)).isEqualTo("windows");
        assertThat(name(MLSX)).isEqualTo("mlsx");
        assertThat(name(UNIX)).isEqualTo("unix");
    }

    @Test
    void reportsWhatNoGrammarReads() {
        for (String line :
                List.of("nosuch: No such file or directory", " leading space", "a=b c", " Volume in drive C")) {
            assertThat(format.read(line)).contains(FtpEntry.unparsed(line));
        }
        assertThat(name(UNIX)).isEqualTo("unix");
    }

    @Test
    void leavesNoiseOut() {
        assertThat(format.read("")).isEmpty();
        assertThat(format.read("total 12")).isEmpty();
        assertThat(format.read("type=cdir; /pub")).isEmpty();
    }

    @Test
    void aDrawChangesNothing() {
        ListingFormat both = ListingFormat.detecting(List.of(reads("ax"), reads("bx")));
        assertThat(permissions(both, "x")).isEqualTo("ax");
        both.read("b");
        assertThat(permissions(both, "x")).isEqualTo("bx");
        both.read("a");
        assertThat(permissions(both, "x")).isEqualTo("bx");
    }

    @Test
    void theMajorityOfTheFirstLinesWinsAndStays() {
        ListingFormat both = ListingFormat.detecting(List.of(reads("ax"), reads("bx")));
        "aaaaaaabbbbbbbbb".chars().forEach(line -> both.read(Character.toString(line)));
        assertThat(permissions(both, "x")).isEqualTo("bx");
        for (int i = 0; i < 100; i++) {
            assertThat(permissions(both, "a")).isEqualTo("ax");
        }
        assertThat(permissions(both, "x")).isEqualTo("bx");
    }

    @Test
    void onlyTheWinnerIsAskedAfterTheVote() {
        List<String> asked = new ArrayList<>();
        ListingFormat unix = line -> {
            asked.add(line);
            return ListingCorpusTest.UNIX.read(line);
        };
        ListingFormat windowsFirst = ListingFormat.detecting(List.of(ListingCorpusTest.WINDOWS, unix));
        for (int i = 0; i < 16; i++) {
            windowsFirst.read(WINDOWS);
        }
        asked.clear();
        windowsFirst.read(WINDOWS);
        assertThat(asked).isEmpty();
        windowsFirst.read(UNIX);
        assertThat(asked).containsExactly(UNIX);
    }

    private String name(String line) {
        return format.read(line).orElseThrow().name();
    }

    private static String permissions(ListingFormat format, String line) {
        return format.read(line).orElseThrow().permissions();
    }

    /** A grammar of the user's own: reads the lines that are one of these letters. */
    private static ListingFormat reads(String letters) {
        return line -> Optional.of(
                letters.contains(line)
                        ? new EntryBuilder(line).name(line).permissions(letters).build()
                        : FtpEntry.unparsed(line));
    }
}
