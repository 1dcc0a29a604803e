package dev.fluxftp.listing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.ProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListingDecoderTest {

    private static final String A = "-rw-r--r-- 1 0 0 1 Nov 21 10:33 a";
    private static final String B = "-rw-r--r-- 1 0 0 2 Nov 21 10:33 b";

    @ParameterizedTest
    @MethodSource("samples")
    void anySplitGivesTheSame(String sample) {
        byte[] bytes = sample.getBytes(UTF_8);
        List<FtpEntry> whole = decode(bytes, bytes.length);
        for (int first = 0; first <= bytes.length; first++) {
            assertThat(decode(bytes, first)).isEqualTo(whole);
            for (int second = first; second <= bytes.length; second += 7) {
                assertThat(decode(bytes, first, second)).isEqualTo(whole);
            }
        }
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, i -> i);
        assertThat(decode(bytes, everywhere)).isEqualTo(whole);
    }

    static List<String> samples() {
        return List.of(
                "",
                "\r\n",
                "\n",
                A + "\r\n" + B + "\r\n",
                A + "\n" + B + "\n",
                "total 2\n" + A + "\n" + B,
                A + "\r\n" + B,
                A + "\nforged\r\n" + B + "\r\n",
                A + "\r\r\n" + B + "\r\n",
                A + "\u00e4\u65e5\ud83d\ude00\r\n\r\n" + B + "\r\n");
    }

    @Test
    void linesEndWithCrlfOrWithLf() {
        assertThat(names(A + "\r\n" + B + "\r\n")).containsExactly("a", "b");
        assertThat(names("total 2\n" + A + "\n" + B + "\n")).containsExactly("a", "b");
        assertThat(names(A + "\n" + B)).containsExactly("a", "b");
        assertThat(names(A)).containsExactly("a");
    }

    @Test
    void aLineFeedInANameForgesNoEntry() {
        assertThat(names(A + "\r\n" + A + "\n" + B + "\r\n")).containsExactly("a", "a\n" + B);
        // nor in the first name
        assertThat(names(A + "\n" + B + "\r\n" + B + "\r\n")).containsExactly("a\n" + B, "b");
        assertThat(names(A + "\n\n\n" + B + "\n\r\n" + B + "\r\n")).containsExactly("a\n\n\n" + B + "\n", "b");
    }

    @Test
    void aCarriageReturnAloneEndsNoLine() {
        assertThat(names(A + "\r" + B + "\r\n")).containsExactly("a\r" + B);
        assertThat(names(A + "\r\r\n" + B + "\r\n")).containsExactly("a\r", "b");
        String longEnough = (B + "\n").repeat(300);
        assertThat(names(longEnough + A + "\r\n")).hasSize(301).endsWith("a\r");
    }

    @Test
    void linesOfALineFeedServerArriveBeforeTheEnd() {
        ListingDecoder decoder = decoder();
        List<FtpEntry> entries = decoder.decode(bytes((A + "\n").repeat(1000)));
        assertThat(entries).hasSizeGreaterThan(900);
        assertThat(entries.size() + decoder.finish().size()).isEqualTo(1000);
    }

    @Test
    void entriesArriveWithTheirLine() {
        ListingDecoder decoder = decoder();
        assertThat(decoder.decode(bytes(A + "\r"))).isEmpty();
        assertThat(decoder.decode(bytes("\n" + B))).hasSize(1);
        assertThat(decoder.finish()).hasSize(1);
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void entriesHaveTheirPath() {
        ListingDecoder decoder = new ListingDecoder(ListingFormat.mlsx(), UTF_8, "/pub");
        List<FtpEntry> entries = decoder.decode(bytes("type=file; a\r\noops\r\n"));
        assertThat(entries).extracting(FtpEntry::path).containsExactly("/pub/a", "/pub/oops");
        assertThat(entries).extracting(FtpEntry::type).containsExactly(FtpEntry.Type.FILE, FtpEntry.Type.UNPARSED);
    }

    @Test
    void aLineThatIsNotUtf8IsLatin1() {
        ByteArrayOutputStream listing = new ByteArrayOutputStream();
        listing.writeBytes((A + "\u00e4\r\n").getBytes(ISO_8859_1));
        listing.writeBytes((A + "\u00e4\r\n").getBytes(UTF_8));
        listing.writeBytes((A + "\u00ff\r\n").getBytes(ISO_8859_1));
        List<FtpEntry> entries = decode(listing.toByteArray(), 0);
        assertThat(entries).extracting(FtpEntry::name).containsExactly("a\u00e4", "a\u00e4", "a\u00ff");
    }

    @Test
    void theCharsetIsTheSessions() {
        ListingDecoder decoder = new ListingDecoder(ListingFormat.mlsx(), ISO_8859_1, "");
        ByteBuffer line = ByteBuffer.wrap("type=file; \u00e4\r\n".getBytes(UTF_8));
        assertThat(decoder.decode(line)).extracting(FtpEntry::name).containsExactly("\u00c3\u00a4");
        ListingDecoder ascii = new ListingDecoder(ListingFormat.mlsx(), US_ASCII, "");
        assertThat(ascii.decode(ByteBuffer.wrap("type=file; \u00e4\r\n".getBytes(ISO_8859_1))))
                .extracting(FtpEntry::name)
                .containsExactly("\u00e4");
    }

    @Test
    void aLineHasALimit() {
        for (String end : List.of("\r\n", "\n", "")) {
            assertThat(limited(100, "x".repeat(100) + end)).hasSize(1);
            assertThatThrownBy(() -> limited(100, "x".repeat(101) + end))
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining("100");
        }
        assertThat(limited(100, ("x".repeat(99) + "\n").repeat(50))).hasSize(50);
        assertThatThrownBy(() -> decoder().decode(ByteBuffer.allocate(1 << 20)))
                .isInstanceOf(ProtocolViolationException.class);
        assertThatThrownBy(() -> limited(0, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesDirectBuffersAndReadOnlyOnes() {
        byte[] line = (A + "\r\n").getBytes(UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(line.length).put(line).flip();
        assertThat(decoder().decode(direct.asReadOnlyBuffer())).hasSize(1);
        ByteBuffer slice = ByteBuffer.wrap(line);
        decoder().decode(slice);
        assertThat(slice.hasRemaining()).isFalse();
    }

    private static List<FtpEntry> limited(int limit, String listing) {
        ListingDecoder decoder = new ListingDecoder(line -> Optional.of(FtpEntry.unparsed(line)), UTF_8, "", limit);
        List<FtpEntry> entries = new ArrayList<>(decoder.decode(bytes(listing)));
        entries.addAll(decoder.finish());
        return entries;
    }

    private static List<String> names(String listing) {
        return decode(listing.getBytes(UTF_8), 0).stream().map(FtpEntry::name).toList();
    }

    private static List<FtpEntry> decode(byte[] bytes, int... cuts) {
        ListingDecoder decoder = decoder();
        List<FtpEntry> entries = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            entries.addAll(decoder.decode(ByteBuffer.wrap(bytes, from, cut - from)));
            from = cut;
        }
        entries.addAll(decoder.decode(ByteBuffer.wrap(bytes, from, bytes.length - from)));
        entries.addAll(decoder.finish());
        return entries;
    }

    private static ListingDecoder decoder() {
        return new ListingDecoder(ListingCorpusTest.UNIX, UTF_8, "/pub");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
