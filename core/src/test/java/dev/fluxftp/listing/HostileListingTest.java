package dev.fluxftp.listing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that were made to hurt: a megabyte takes as long as a megabyte, not its square. */
class HostileListingTest {

    private static final int MEGABYTE = 1 << 20;
    private static final Duration LINEAR = Duration.ofSeconds(10);

    @ParameterizedTest
    @MethodSource
    void aMegabyteIsReadInLinearTime(String part) {
        String body = part.repeat(MEGABYTE / part.length());
        for (String head : heads()) {
            String line = head + body;
            for (ListingFormat format : formats()) {
                assertTimeoutPreemptively(
                        LINEAR, () -> assertThat(format.read(line)).isNotNull());
            }
        }
    }

    static List<String> aMegabyteIsReadInLinearTime() {
        return List.of(
                " ",
                "1",
                "9",
                "x",
                "1 ",
                "a ",
                "-",
                ":",
                ";",
                "=",
                "a=;",
                "; ",
                "; a",
                "\u000b",
                "\u0000",
                "\u001b[2J",
                " -> ",
                " [",
                "]",
                "Jan ",
                "Jan 1 ",
                "1 Jan ",
                "1-",
                "1/",
                "10:33 ",
                "<DIR> ",
                "\u0130",
                "type=OS.unix=slink:/ ");
    }

    private static List<String> heads() {
        return List.of(
                "",
                "type=file;size=",
                "type=OS.unix=slink:",
                "-rw-r--r-- ",
                "lrwxrwxrwx 1 0 0 1 Nov 21 10:33 ",
                "11-24-26 10:33AM ",
                "11-24-26 10:33AM <JUNCTION> ");
    }

    private static List<ListingFormat> formats() {
        return List.of(
                ListingFormat.mlsx(),
                ListingCorpusTest.UNIX,
                ListingCorpusTest.WINDOWS,
                ListingFormat.detecting(ZoneOffset.UTC, ListingCorpusTest.NOW));
    }

    @Test
    void aMillionEntriesPassThrough() {
        ListingDecoder decoder = new ListingDecoder(ListingCorpusTest.UNIX, UTF_8, "/pub");
        byte[] thousand = "-rw-r--r-- 1 0 0 1 Nov 21 10:33 a\r\n".repeat(1000).getBytes(UTF_8);
        long entries = 0;
        for (int i = 0; i < 1000; i++) {
            entries += decoder.decode(ByteBuffer.wrap(thousand)).size();
        }
        assertThat(entries + decoder.finish().size()).isEqualTo(1_000_000);
    }

    @Test
    void namesThatClimbForgeOrEscapeAreKeptAsTheyAre() {
        for (String name : List.of(
                "../x",
                "/etc/x",
                "a/../../x",
                "..\\x",
                "C:\\x",
                "\\\\host\\x",
                "x/",
                "\u0000",
                "\u001b[2J",
                "\u202e",
                "a -> b",
                " ",
                "  ",
                "|sh",
                "CON",
                "x:y",
                "\r",
                "\n",
                "\u00ff")) {
            byte[] listing = ("type=file; " + name + "\r\n-rw-r--r-- 1 0 0 1 Nov 21 10:33 " + name
                            + "\r\n11-24-26  10:33AM                    1 " + name + "\r\n")
                    .getBytes(ISO_8859_1);
            ListingFormat format = ListingFormat.detecting(ZoneOffset.UTC, ListingCorpusTest.NOW);
            List<FtpEntry> entries = new ListingDecoder(format, ISO_8859_1, "/pub").decode(ByteBuffer.wrap(listing));
            String sent = new String(name.getBytes(ISO_8859_1), ISO_8859_1);
            assertThat(entries).extracting(FtpEntry::name).startsWith(sent, sent);
            assertThat(entries.get(2).raw()).endsWith(sent);
        }
    }
}
