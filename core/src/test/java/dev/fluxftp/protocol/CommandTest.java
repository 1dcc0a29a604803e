package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @Test
    void wordIsUpperCase() {
        assertThat(Command.raw("site", "chmod 644 a")).isEqualTo(new Command("SITE", "chmod 644 a"));
        assertThat(Command.raw("xcrc", "a").word()).isEqualTo("XCRC");
    }

    @ParameterizedTest
    @EnumSource
    void isItsVerbOnly(Verb verb) {
        Command command = Command.of(verb);
        for (Verb other : Verb.values()) {
            assertThat(command.is(other)).isEqualTo(verb == other);
        }
    }

    @Test
    void shownWithItsArgument() {
        assertThat(Command.of(Verb.RETR, "/a b")).hasToString("RETR /a b");
        assertThat(Command.of(Verb.NOOP)).hasToString("NOOP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASS", "pass", "Acct"})
    void secretsAreNotShown(String word) {
        assertThat(Command.raw(word, "s3cret").toString())
                .isEqualToIgnoringCase(word + " ***")
                .doesNotContain("s3cret");
    }

    @Test
    void aSecretSurvivesForTheWire() {
        assertThat(Command.of(Verb.PASS, "s3cret").line()).isEqualTo("PASS s3cret");
        assertThat(Command.of(Verb.PASS, "").line()).isEqualTo("PASS");
    }

    @Test
    void controlCharactersAreShownEscaped() {
        assertThat(Command.of(Verb.RETR, "\u001b[2J\u202ea\t")).hasToString("RETR \\u001b[2J\\u202ea\\u0009");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\0", "a\r\nDELE b", "a\nb", "a\rb", "a\0b", "\nDELE b", "a\n", "a\r", "a\0"})
    void lineBreaksAndNulAreRefused(String argument) {
        assertThatThrownBy(() -> Command.of(Verb.RETR, argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RETR")
                .hasMessageNotContainingAny("\r", "\n", "\0");
        assertThatThrownBy(() -> Command.raw("XYZ", argument)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusedSecretIsNotShown() {
        assertThatThrownBy(() -> Command.of(Verb.PASS, "s3cret\r\nDELE a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PASS")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "A B",
                "A\r\n",
                "A\0",
                "NOOP\r\nDELE",
                "ÄB",
                "ß",
                "ſITE",
                "ı",
                "A-B",
                "ABCDEFGHIJKLMNOPQ"
            })
    void aWordIsOfLettersAndDigits(String word) {
        assertThatThrownBy(() -> Command.raw(word, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContainingAny("\r", "\n", "\0");
    }

    @Test
    void aWholeLineGivenAsAWordIsRefusedWithoutShowingASecret() {
        assertThatThrownBy(() -> Command.raw("PASS s3cret", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContainIgnoringCase("s3cret"));
    }

    @Test
    void anotherCharacterIsNobodysBusiness() {
        // FluentFTP had to allow '&' again: no forbidden characters beyond CR, LF and NUL
        String odd = " &|;<>$`'\"*?\\../\t\u007f\u0085 ";
        assertThat(Command.of(Verb.STOR, odd).line()).isEqualTo("STOR " + odd);
    }
}
