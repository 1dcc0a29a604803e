package dev.fluxftp.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEncoderTest {

    @Test
    void aLineEndsWithCrLf() {
        assertThat(encode(UTF_8, Command.of(Verb.NOOP))).isEqualTo("NOOP\r\n".getBytes(UTF_8));
        assertThat(encode(UTF_8, Command.of(Verb.RETR, "/größe 文件 😀")))
                .isEqualTo("RETR /größe 文件 😀\r\n".getBytes(UTF_8));
    }

    @Test
    void theSecretItselfIsSent() {
        assertThat(encode(UTF_8, Command.of(Verb.PASS, "s3cret"))).isEqualTo("PASS s3cret\r\n".getBytes(UTF_8));
    }

    @Test
    void aByte255IsSentTwice() {
        assertThat(encode(ISO_8859_1, Command.of(Verb.RETR, "ÿaÿÿ")))
                .isEqualTo("RETR ÿÿaÿÿÿÿ\r\n".getBytes(ISO_8859_1));
    }

    @Test
    void aCharacterThatTheCharsetLacksIsAnError() {
        assertThatThrownBy(() -> encode(ISO_8859_1, Command.of(Verb.RETR, "文件")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ISO-8859-1")
                .hasMessageContaining("RETR 文件");
        assertThatThrownBy(() -> encode(US_ASCII, Command.of(Verb.RETR, "é")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halfASurrogatePairIsAnError() {
        assertThatThrownBy(() -> encode(UTF_8, Command.of(Verb.RETR, "a\ud83d")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretThatCannotBeWrittenIsNotShown() {
        assertThatThrownBy(() -> encode(US_ASCII, Command.of(Verb.PASS, "s3cret-é")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PASS ***")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aCharsetOfTwoBytesIsRefused() {
        for (Charset charset : new Charset[] {UTF_16, UTF_16LE, Charset.forName("UTF-32")}) {
            assertThatThrownBy(() -> encode(charset, Command.of(Verb.NOOP)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line break or NUL");
        }
    }

    @Test
    void aCharsetThatWritesALineFeedForAnotherCharacterIsRefused() {
        Charset ebcdic = Charset.forName("IBM037");
        String forged = new String(new byte[] {'\n'}, ebcdic);
        assertThat(forged).isNotEqualTo("\n");
        assertThatThrownBy(() -> encode(ebcdic, Command.of(Verb.RETR, forged)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** T3: whatever the argument and the charset, the server sees exactly one line or nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {"UTF-8", "ISO-8859-1", "Shift_JIS", "GB18030", "ISO-2022-JP", "IBM037", "UTF-16", "US-ASCII"})
    void exactlyOneLineOrNothing(String charset) {
        Random random = new Random(charset.hashCode());
        CommandEncoder encoder = new CommandEncoder(Charset.forName(charset));
        int said = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] line;
            try {
                line = encoder.encode(Command.of(Verb.RETR, anything(random)));
            } catch (IllegalArgumentException refused) {
                continue;
            }
            said++;
            String seen = new String(line, ISO_8859_1);
            assertThat(seen).endsWith("\r\n");
            assertThat(seen.substring(0, seen.length() - 2)).doesNotContain("\r", "\n", "\0");
        }
        assertThat(said).as("commands that could be said").matches(n -> charset.equals("UTF-16") ? n == 0 : n > 100);
    }

    /** What the server reads after taking the Telnet layer off is what the client meant. */
    @Test
    void theServerReadsWhatWasMeant() {
        Random random = new Random(854);
        CommandEncoder encoder = new CommandEncoder(ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder argument = new StringBuilder("x");
            for (int n = random.nextInt(8); n > 0; n--) {
                argument.append((char) (random.nextInt(3) == 0 ? 255 : 32 + random.nextInt(224)));
            }
            byte[] line = encoder.encode(Command.of(Verb.STOR, argument.toString()));
            assertThat(new String(withoutTelnet(line), ISO_8859_1)).isEqualTo("STOR " + argument + "\r\n");
        }
    }

    private static byte[] withoutTelnet(byte[] line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < line.length; i++) {
            out.write(line[i]);
            if (line[i] == (byte) 255) {
                assertThat(line[++i]).isEqualTo((byte) 255);
            }
        }
        return out.toByteArray();
    }

    private static String anything(Random random) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(6); n >= 0; n--) {
            switch (random.nextInt(5)) {
                case 0 -> out.append((char) random.nextInt(0x20));
                case 1 -> out.append((char) (0x80 + random.nextInt(0x80)));
                case 2 -> out.appendCodePoint(random.nextInt(0x110000));
                default -> out.append((char) (0x20 + random.nextInt(0x5f)));
            }
        }
        return out.toString();
    }

    private static byte[] encode(Charset charset, Command command) {
        return new CommandEncoder(charset).encode(command);
    }
}
