package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(Escaped.text("Größe 文件 😀 \"x\" \\ '")).isEqualTo("Größe 文件 😀 \"x\" \\ '");
        assertThat(Escaped.text("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, u0000",
        "9, u0009",
        "10, u000a",
        "13, u000d",
        "27, u001b",
        "127, u007f",
        "133, u0085",
        "155, u009b",
        "173, u00ad",
        "8206, u200e",
        "8232, u2028",
        "8233, u2029",
        "8238, u202e",
        "8294, u2066",
        "65279, ufeff",
        "917505, ue0001"
    })
    void whatATerminalWouldObeyIsWrittenOut(int codePoint, String shown) {
        assertThat(Escaped.text("a" + Character.toString(codePoint) + "b")).isEqualTo("a\\" + shown + "b");
    }

    @Test
    void longTextIsCut() {
        assertThat(Escaped.text("x".repeat(400))).isEqualTo("x".repeat(400));
        assertThat(Escaped.text("x".repeat(401))).isEqualTo("x".repeat(400) + "...");
        assertThat(Escaped.text("😀".repeat(1_000_000))).isEqualTo("😀".repeat(400) + "...");
    }

    @Test
    void everyCharacterGivesOneLine() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String shown = Escaped.text(Character.toString(c));
            assertThat(shown.lines().count()).as("U+%04X", c).isEqualTo(1);
            assertThat(shown.codePoints().anyMatch(Character::isISOControl)).isFalse();
        }
    }
}
