package dev.fluxftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FtpEntryTest {

    private static final FtpEntry ENTRY = read("type=file;size=3; a b");

    @ParameterizedTest
    @CsvSource({"/pub, /pub/a b", "/pub/, /pub/a b", "/, /a b", "sub, sub/a b", "'', a b"})
    void isInADirectory(String directory, String path) {
        assertThat(ENTRY.in(directory).path()).isEqualTo(path);
        assertThat(ENTRY.in(directory).name()).isEqualTo("a b");
        assertThat(ENTRY.in(directory).in("")).isEqualTo(ENTRY);
    }

    @ParameterizedTest
    @CsvSource({"/pub/x, x", "x, x", "/pub/d/, d", "/, /", "., .", "'', ''", "///, ///"})
    void isAtThePathThatWasAskedFor(String path, String name) {
        assertThat(ENTRY.at(path).path()).isEqualTo(path);
        assertThat(ENTRY.at(path).name()).isEqualTo(name);
        assertThat(ENTRY.at(path).size()).isEqualTo(3);
    }

    @Test
    void saysWhatItIs() {
        assertThat(ENTRY.isFile()).isTrue();
        assertThat(ENTRY.isDirectory() || ENTRY.isLink()).isFalse();
        assertThat(read("type=dir; d").isDirectory()).isTrue();
        assertThat(read("type=OS.unix=symlink; l").isLink()).isTrue();
        FtpEntry unparsed = FtpEntry.unparsed("nosuch: No such file or directory");
        assertThat(unparsed.isFile() || unparsed.isDirectory() || unparsed.isLink())
                .isFalse();
        assertThat(unparsed.name()).isEqualTo(unparsed.raw());
    }

    @Test
    void keepsAllFacts() {
        FtpEntry entry = read("Type=file;X.Odd=A;Media-Type=text/plain;UNIX.mode=0644; n");
        assertThat(entry.facts())
                .containsExactly(
                        Map.entry("type", "file"),
                        Map.entry("x.odd", "A"),
                        Map.entry("media-type", "text/plain"),
                        Map.entry("unix.mode", "0644"));
        assertThatThrownBy(() -> entry.facts().put("size", "1")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> entry(-2, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> entry(1, Instant.EPOCH)).isInstanceOf(IllegalArgumentException.class);
    }

    private static FtpEntry entry(long size, Instant modified) {
        return new FtpEntry("n", "n", FtpEntry.Type.FILE, size, modified, null, null, null, null, null, Map.of(), "n");
    }

    private static FtpEntry read(String line) {
        return ListingFormat.mlsx().read(line).orElseThrow();
    }
}
