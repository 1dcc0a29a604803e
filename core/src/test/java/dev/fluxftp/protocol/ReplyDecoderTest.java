package dev.fluxftp.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecoderTest {

    /** What a server sent, and the replies in it. */
    record Sample(String name, byte[] bytes, List<Reply> replies) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Sample sample(String name, String text, Reply... replies) {
        return new Sample(name, text.getBytes(UTF_8), List.of(replies));
    }

    static List<Sample> samples() {
        return List.of(
                sample("one line", "220 ready\r\n", Reply.of(220, "ready")),
                sample("code only", "220\r\n", Reply.of(220, "")),
                sample("code and space", "220 \r\n", Reply.of(220, "")),
                sample("two spaces", "220  ready \r\n", Reply.of(220, " ready ")),
                sample("lowest and highest code", "100 a\r\n599 b\r\n", Reply.of(100, "a"), Reply.of(599, "b")),
                sample("several replies", "150 a\r\n226 b\r\n", Reply.of(150, "a"), Reply.of(226, "b")),
                sample("bare LF", "150 a\n226 b\n", Reply.of(150, "a"), Reply.of(226, "b")),
                sample("LF and CRLF mixed", "211-a\n b\r\n211 c\n", Reply.of(211, "a", " b", "c")),
                sample("CR CR LF", "211-a\r\r\n b\r\r\n211 c\r\r\n", Reply.of(211, "a", " b", "c")),
                sample("CR inside a line", "220 a\rb\r\n", Reply.of(220, "a\rb")),
                sample("multi-line", "211-a\r\n b\r\n211 c\r\n", Reply.of(211, "a", " b", "c")),
                sample("every line with its code", "230-a\r\n230-b\r\n230 c\r\n", Reply.of(230, "a", "b", "c")),
                sample("blank lines inside", "220-\r\n\r\n\r\n220 c\r\n", Reply.of(220, "", "", "", "c")),
                sample("closed by the bare code", "220-a\r\n220\r\n", Reply.of(220, "a", "")),
                sample(
                        "other codes inside",
                        "220-a\r\n226 no end\r\n226-nor this\r\n331\r\n220 z\r\n",
                        Reply.of(220, "a", "226 no end", "226-nor this", "331", "z")),
                sample(
                        "nested opening of the same code",
                        "211-a\r\n211-b\r\n211-c\r\n211 z\r\n226 next\r\n",
                        Reply.of(211, "a", "b", "c", "z"),
                        Reply.of(226, "next")),
                sample(
                        "four digits, no separator and garbage inside",
                        "220-a\r\n2201 x\r\n220x\r\n22\r\n2\r\n220 z\r\n",
                        Reply.of(220, "a", "2201 x", "220x", "22", "2", "z")),
                sample("indented code inside", "220-a\r\n 220 b\r\n220 z\r\n", Reply.of(220, "a", " 220 b", "z")),
                sample(
                        "Pure-FTPd greeting",
                        "220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n"
                                + "220-You are user number 1 of 50 allowed.\r\n220-Local time is now 13:31.\r\n"
                                + "220-IPv6 connections are also welcome on this server.\r\n"
                                + "220 You will be disconnected after 15 minutes of inactivity.\r\n",
                        Reply.of(
                                220,
                                "--------- Welcome to Pure-FTPd [privsep] [TLS] ----------",
                                "You are user number 1 of 50 allowed.",
                                "Local time is now 13:31.",
                                "IPv6 connections are also welcome on this server.",
                                "You will be disconnected after 15 minutes of inactivity.")),
                sample(
                        "Pure-FTPd end of transfer",
                        "226-File successfully transferred\r\n226 0.000 seconds (measured here), 1.21 Mbytes per second\r\n",
                        Reply.of(
                                226,
                                "File successfully transferred",
                                "0.000 seconds (measured here), 1.21 Mbytes per second")),
                sample(
                        "Apache MLST: empty text and empty line",
                        "250-\r\n\r\nSize=3;Type=file; up.txt\r\n250 Requested file action okay.\r\n",
                        Reply.of(250, "", "", "Size=3;Type=file; up.txt", "Requested file action okay.")),
                sample(
                        "inetutils message of the day",
                        "230- \r\n230- Welcome\r\n230 User tester logged in.\r\n",
                        Reply.of(230, " ", " Welcome", "User tester logged in.")),
                sample("UTF-8", "257 \"/größe/文件/😀\" is it\r\n", Reply.of(257, "\"/größe/文件/😀\" is it")),
                new Sample(
                        "another charset in one line only",
                        bytes("550-caf\u00e9\r\n".getBytes(ISO_8859_1), "550 größe\r\n".getBytes(UTF_8)),
                        List.of(Reply.of(550, "café", "größe"))),
                new Sample(
                        "IAC and ESC",
                        "220 \u00ff\u00f4\u001b[2J\r\n".getBytes(ISO_8859_1),
                        List.of(Reply.of(220, "\u00ff\u00f4\u001b[2J"))),
                sample(
                        "long greeting",
                        "220-a\r\n" + "line\r\n".repeat(200) + "220 z\r\n",
                        new Reply(220, list("a", 200, "line", "z"))));
    }

    private static List<String> list(String first, int times, String middle, String last) {
        List<String> lines = new ArrayList<>(List.of(first));
        for (int i = 0; i < times; i++) {
            lines.add(middle);
        }
        lines.add(last);
        return lines;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyWayToCutInTwoGivesTheSame(Sample sample) {
        byte[] all = sample.bytes;
        for (int cut = 0; cut <= all.length; cut++) {
            assertThat(decode(Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(sample.replies);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void byteByByteGivesTheSame(Sample sample) {
        assertThat(decode(pieces(sample.bytes, () -> 1))).isEqualTo(sample.replies);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void randomPiecesGiveTheSame(Sample sample) {
        Random random = new Random(959);
        for (int round = 0; round < 200; round++) {
            assertThat(decode(pieces(sample.bytes, () -> 1 + random.nextInt(12))))
                    .isEqualTo(sample.replies);
        }
    }

    @Test
    void allSamplesInOneStream() {
        Random random = new Random(2428);
        byte[] stream = bytes(samples().stream().map(Sample::bytes).toArray(byte[][]::new));
        List<Reply> replies =
                samples().stream().flatMap(s -> s.replies.stream()).toList();
        assertThat(decode(stream)).isEqualTo(replies);
        for (int round = 0; round < 50; round++) {
            int longest = 1 + random.nextInt(2000);
            assertThat(decode(pieces(stream, () -> 1 + random.nextInt(longest))))
                    .isEqualTo(replies);
        }
    }

    @Test
    void repliesBeginningInTheCallersBufferAtAnyPosition() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap("xx220 a\r\nyy".getBytes(UTF_8), 2, 7);
        decoder.receive(buffer);
        assertThat(buffer.remaining()).isZero();
        assertThat(decoder.next()).isEqualTo(Reply.of(220, "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "099 low",
                "633 high",
                "700 x",
                "000 x",
                "600",
                "2x0 x",
                "22 x",
                "22",
                "2",
                "22O x",
                "220x",
                "2200 x",
                "220\tx",
                " 220 x",
                "-220 x",
                "+20 x",
                "٢٢٠ x",
                "HTTP/1.1 400 Bad Request",
                "SSH-2.0-OpenSSH_9.2p1",
                "",
                " ",
                "* OK IMAP4rev1",
                "<html>",
                "\u0016\u0003\u0001\u0002"
            })
    void garbageIsAViolationThatShowsIt(String line) {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        decoder.receive(wrap(line + "\r\n"));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining("the server sent no FTP reply: \"" + Escaped.text(line) + '"');
    }

    @Test
    void garbageAfterAReplyComesAfterTheReply() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        decoder.receive(wrap("220 fine\r\nHTTP/1.1 400\r\n"));
        assertThat(decoder.next()).isEqualTo(Reply.of(220, "fine"));
        assertThatThrownBy(decoder::next).isInstanceOf(ProtocolViolationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "220 a\0b\r\n", "220-a\r\nb\0", "220 a\r\0\n"})
    void nulIsAViolationBeforeTheLineEnds(String text) {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        for (byte b : text.substring(0, text.indexOf(0)).getBytes(UTF_8)) {
            decoder.receive(ByteBuffer.wrap(new byte[] {b}));
            assertThat(decoder.next()).isNull();
        }
        decoder.receive(wrap("\0"));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void aTlsAlertInsteadOfAReplyIsShown() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        decoder.receive(ByteBuffer.wrap(new byte[] {0x15, 3, 3, 0, 2, 2, 0x28}));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining("\\u0015\\u0003\\u0003");
    }

    @Test
    void aLineUpToTheLimitIsAccepted() {
        String text = "x".repeat(ReplyDecoder.MAX_LINE - 4 - 1);
        assertThat(decode(pieces(("220 " + text + "\r\n").getBytes(UTF_8), () -> 1000)))
                .containsExactly(Reply.of(220, text));
    }

    @Test
    void aLineBeyondTheLimitIsRefusedBeforeItsEnd() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        decoder.receive(wrap("220 " + "x".repeat(ReplyDecoder.MAX_LINE - 4)));
        assertThat(decoder.next()).isNull();
        decoder.receive(wrap("x"));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining(ReplyDecoder.MAX_LINE + " bytes a line");
    }

    @Test
    void aLineThatIsTooLongIsRefusedAlsoWhenItCameWhole() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        decoder.receive(wrap("220 " + "x".repeat(ReplyDecoder.MAX_LINE) + "\r\n"));
        assertThatThrownBy(decoder::next).isInstanceOf(ProtocolViolationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 16_000})
    void aReplyWithoutEndIsRefusedAtTheLimit(int length) {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        byte[] line = ("x".repeat(length) + "\n").getBytes(UTF_8);
        decoder.receive(wrap("211-a\r\n"));
        assertThatThrownBy(() -> {
                    for (int sent = 0; sent <= ReplyDecoder.MAX_REPLY + line.length; sent += line.length) {
                        decoder.receive(ByteBuffer.wrap(line));
                        assertThat(decoder.next()).isNull();
                    }
                })
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining(ReplyDecoder.MAX_REPLY + " bytes");
    }

    @Test
    void theLimitIsOfOneReplyNotOfTheStream() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        byte[] reply = ("211-a\r\n" + "x".repeat(10_000) + "\r\n211 z\r\n").getBytes(UTF_8);
        for (int i = 0; i < 2 * ReplyDecoder.MAX_REPLY / reply.length; i++) {
            decoder.receive(ByteBuffer.wrap(reply));
            assertThat(decoder.next()).isNotNull();
        }
    }

    @Test
    void isEmptyOnlyBetweenReplies() {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        assertThat(decoder.isEmpty()).isTrue();
        String text = "220-a\r\nb\r\n220 c\r\n";
        for (int i = 0; i < text.length(); i++) {
            decoder.receive(wrap(text.substring(i, i + 1)));
            assertThat(decoder.isEmpty()).as("byte %d, not read yet", i).isFalse();
            boolean last = i == text.length() - 1;
            assertThat(decoder.next() != null).isEqualTo(last);
            assertThat(decoder.isEmpty()).as("after byte %d", i).isEqualTo(last);
        }
        decoder.receive(wrap("220 a\r\n2"));
        assertThat(decoder.next()).isNotNull();
        assertThat(decoder.isEmpty()).isFalse();
    }

    private static List<Reply> decode(byte[]... pieces) {
        ReplyDecoder decoder = new ReplyDecoder(UTF_8);
        List<Reply> replies = new ArrayList<>();
        for (byte[] piece : pieces) {
            decoder.receive(ByteBuffer.wrap(piece));
            Reply reply;
            while ((reply = decoder.next()) != null) {
                replies.add(reply);
            }
        }
        assertThat(decoder.isEmpty()).isTrue();
        return replies;
    }

    private static byte[][] pieces(byte[] all, java.util.function.IntSupplier length) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + length.getAsInt());
            pieces.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return pieces.toArray(byte[][]::new);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static ByteBuffer wrap(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
