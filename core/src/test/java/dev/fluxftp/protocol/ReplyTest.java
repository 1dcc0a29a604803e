package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    @ParameterizedTest
    @CsvSource({
        "100, PRELIMINARY",
        "199, PRELIMINARY",
        "200, COMPLETION",
        "299, COMPLETION",
        "300, INTERMEDIATE",
        "399, INTERMEDIATE",
        "400, TRANSIENT_NEGATIVE",
        "499, TRANSIENT_NEGATIVE",
        "500, PERMANENT_NEGATIVE",
        "599, PERMANENT_NEGATIVE"
    })
    void theFirstDigitDecides(int code, Reply.Kind kind) {
        Reply reply = Reply.of(code, "");
        assertThat(reply.kind()).isEqualTo(kind);
        assertThat(reply.isPreliminary()).isEqualTo(code < 200);
        assertThat(reply.isCompletion()).isEqualTo(code / 100 == 2);
        assertThat(reply.isIntermediate()).isEqualTo(code / 100 == 3);
        assertThat(reply.isTransientNegative()).isEqualTo(code / 100 == 4);
        assertThat(reply.isPermanentNegative()).isEqualTo(code / 100 == 5);
        assertThat(reply.isNegative()).isEqualTo(code >= 400);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 600, 1000})
    void codesThatDoNotExist(int code) {
        assertThatThrownBy(() -> Reply.of(code, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReplyHasALine() {
        assertThatThrownBy(() -> new Reply(220, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laterChangesOfTheListDoNotReachIt() {
        List<String> lines = new ArrayList<>(List.of("a"));
        Reply reply = new Reply(220, lines);
        lines.add("b");
        assertThat(reply.lines()).containsExactly("a");
    }

    @Test
    void shownOnOneLine() {
        assertThat(Reply.of(220, "ready")).hasToString("220 ready");
        assertThat(Reply.of(220, "")).hasToString("220");
        assertThat(Reply.of(220, "", " ")).hasToString("220");
        assertThat(Reply.of(226, "File successfully transferred", "", " 0.1 seconds"))
                .hasToString("226 File successfully transferred / 0.1 seconds");
        assertThat(Reply.of(550, "\u001b[2J\r\u202e")).hasToString("550 \\u001b[2J\\u000d\\u202e");
    }

    @Test
    void shownWithinBounds() {
        assertThat(Reply.of(220, "x".repeat(30_000)).toString()).hasSizeLessThan(500);
        assertThat(new Reply(220, java.util.Collections.nCopies(10_000, "line")).toString())
                .hasSizeLessThan(500);
    }

    @Test
    void textKeepsEveryLineAsSent() {
        assertThat(Reply.of(211, "a", " b ", "").text()).isEqualTo("a\n b \n");
    }
}
