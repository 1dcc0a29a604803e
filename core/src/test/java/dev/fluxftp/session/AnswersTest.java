package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TimeVal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "\"/\"                                  ~ /",
                "\"/a\" is the current directory        ~ /a",
                "\"/a\"                                 ~ /a",
                "\"/a b\" is it                         ~ /a b",
                "\"/q\"\"x\" is doubled (vsftpd)        ~ /q\"x",
                "\"/q\"x\" is not doubled (Pure-FTPd)   ~ /q\"x",
                "\"\"\"/x\"\"\" is all quotes           ~ \"/x\"",
                "\"/x\"\"\" ends in one                 ~ /x\"",
                "\"/a\" is the \"current\" directory    ~ /a",
                "\"/a\". Fine                           ~ /a",
                "the path is \"/a\" now                 ~ /a",
                "\"C:\\Users\\x\" is it                 ~ C:\\Users\\x",
                "\"/größe\" is it                       ~ /größe",
            })
    void path(String text, String path) {
        assertThat(Answers.path(Reply.of(257, text))).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a is it",
                "\"/a is it",
                "/a\" is it",
                "\"",
                "\"\"",
                "\"\" is it",
                "\"/a\u001b[2J\"",
                "\"/a\tb\"",
                "\"/a\u007f\"",
                "\"/a\rb\""
            })
    void noPathToBeTrusted(String text) {
        assertThat(Answers.path(Reply.of(257, text))).isEmpty();
    }

    @Test
    void anyTextHasAPathOrNone() {
        Random random = new Random(257);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append("\"\"\"/a .".charAt(random.nextInt(7)));
            }
            Answers.path(Reply.of(257, text.toString()))
                    .ifPresent(path -> assertThat(path).isNotEmpty());
        }
    }

    @Test
    void everyPathQuotedByDoublingIsReadBack() {
        Random random = new Random(959);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(8); n > 0; n--) {
                path.append("\" ab/".charAt(random.nextInt(5)));
            }
            String quoted = path.toString().replace("\"", "\"\"");
            assertThat(Answers.path(Reply.of(257, "\"" + quoted + "\" is the current directory")))
                    .contains(path.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "51, 51",
        "'51 ', 51",
        "'file: 213, Size =51', 51",
        "'Size=51', 51",
        "'size:51', 51",
        "999999999999999999, 999999999999999999",
        "007, 7"
    })
    void size(String text, long size) {
        assertThat(Answers.size(Reply.of(213, text))).isEqualTo(OptionalLong.of(size));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "-1",
                "51 bytes",
                "1,234",
                "1.5",
                "1e3",
                "0x33",
                "+51",
                "x51",
                "٥١",
                "9223372036854775808",
                "18446744073709551615",
                "99999999999999999999999999"
            })
    void sizeThatMakesNoSense(String text) {
        assertThat(Answers.size(Reply.of(213, text))).isEmpty();
    }

    @Test
    void theSizeIsInTheLastLine() {
        assertThat(Answers.size(Reply.of(213, "17", "Size", "51"))).hasValue(51);
    }

    @Test
    void time() {
        Instant instant = Instant.parse("2026-11-21T13:31:07Z");
        assertThat(Answers.time(Reply.of(213, "20261121133107"))).contains(new TimeVal(instant, ChronoUnit.SECONDS));
        assertThat(Answers.time(Reply.of(213, " modified 20261121133107 ")))
                .contains(new TimeVal(instant, ChronoUnit.SECONDS));
        assertThat(Answers.time(Reply.of(213, "20261121133107.250")))
                .contains(new TimeVal(instant.plusMillis(250), ChronoUnit.MILLIS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "191000101000000",
                "2026112113310",
                "20261321133107",
                "20260230000000",
                "now",
                "2026-11-21T13:31:07Z",
                "20261121133107.",
                "-0261121133107"
            })
    void timeThatMakesNoSense(String text) {
        assertThat(Answers.time(Reply.of(213, text))).isEmpty();
    }
}
