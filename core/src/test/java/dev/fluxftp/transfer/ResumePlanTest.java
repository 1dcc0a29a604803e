package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumePlanTest {

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE})
    void nothingHeldStartsAtTheBeginning(long total) {
        assertThat(ResumePlan.of(0, total)).isEqualTo(new ResumePlan.Start());
    }

    @Test
    void someHeldContinues() {
        assertThat(ResumePlan.of(1, 2)).isEqualTo(new ResumePlan.Continue(1));
        assertThat(ResumePlan.of(Long.MAX_VALUE - 1, Long.MAX_VALUE))
                .isEqualTo(new ResumePlan.Continue(Long.MAX_VALUE - 1));
    }

    @Test
    void someHeldOfNobodyKnowsHowMuchContinues() {
        assertThat(ResumePlan.of(7, -1)).isEqualTo(new ResumePlan.Continue(7));
    }

    @Test
    void allHeldIsComplete() {
        assertThat(ResumePlan.of(7, 7)).isEqualTo(new ResumePlan.AlreadyComplete(7));
    }

    @Test
    void moreHeldThanThereIsIsAConflict() {
        assertThat(ResumePlan.of(1_234, 5))
                .isEqualTo(new ResumePlan.Conflict("1,234 bytes are there already, but the file has only 5"));
        assertThat(ResumePlan.of(1, 0)).isInstanceOf(ResumePlan.Conflict.class);
    }

    @Test
    void nobodyKnowsWhatIsHeld() {
        assertThatThrownBy(() -> ResumePlan.of(-1, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
