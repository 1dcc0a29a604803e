package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fluxftp.transfer.Overlap.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {

    private static final String LAST = Overlap.hash(text("last"));
    private static final String FIRST = Overlap.hash(text("1st!"));
    private static final Overlap OVERLAP = new Overlap(4, LAST, FIRST);

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void piecesAreOneSequence() {
        assertThat(Overlap.hash(text("la"), text(""), text("st"))).isEqualTo(LAST);
        assertThat(Overlap.hash()).startsWith("e3b0c44298fc1c14");
    }

    @Test
    void judgesWhatComesAgain() {
        assertThat(OVERLAP.judge(bytes("last"))).isEqualTo(Verdict.SAME);
        assertThat(OVERLAP.judge(bytes("1st!"))).isEqualTo(Verdict.FIRST);
        assertThat(OVERLAP.judge(bytes("lost"))).isEqualTo(Verdict.OTHER);
        assertThat(new Overlap(4, LAST, null).judge(bytes("1st!"))).isEqualTo(Verdict.OTHER);
        assertThat(new Overlap(4, LAST, LAST).judge(bytes("last"))).isEqualTo(Verdict.SAME);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(Overlap.decode(OVERLAP.encode())).contains(OVERLAP);
        Overlap unknown = new Overlap(Replay.MOST_OVERLAP, LAST, null);
        assertThat(Overlap.decode(unknown.encode())).contains(unknown);
    }

    @Test
    void staysReadable() {
        String stored = "overlap 4 " + LAST + " " + FIRST;
        assertThat(OVERLAP.encode()).asString().isEqualTo(stored);
        assertThat(Overlap.decode(bytes(stored))).contains(OVERLAP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "something of another maker",
                "overlap 4",
                "overlap 0 0000000000000000000000000000000000000000000000000000000000000000 -",
                "overlap 16777217 0000000000000000000000000000000000000000000000000000000000000000 -",
                "overlap -4 0000000000000000000000000000000000000000000000000000000000000000 -",
                "overlap 4 0000000000000000000000000000000000000000000000000000000000000000 - ",
                "overlap 4 000000000000000000000000000000000000000000000000000000000000000 -",
            })
    void whatIsNoneIsNone(String text) {
        assertThat(Overlap.decode(bytes(text))).isEmpty();
    }

    @Test
    void nothingIsNone() {
        assertThat(Overlap.decode(null)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Overlap(0, LAST, null));
    }
}
