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

    @Test
    void afterABreakItGoesOnWhereTheServerIs() {
        assertThat(ResumePlan.afterBreak(0, -1, 100, false, 60)).isEqualTo(new ResumePlan.Continue(60));
        assertThat(ResumePlan.afterBreak(0, -1, 100, false, 100)).isEqualTo(new ResumePlan.Continue(100));
        assertThat(ResumePlan.afterBreak(40, 40, 100, true, 60)).isEqualTo(new ResumePlan.Continue(60));
        assertThat(ResumePlan.afterBreak(40, 40, 100, false, 40)).isEqualTo(new ResumePlan.Continue(40));
    }

    @Test
    void afterABreakAllMayBeThere() {
        assertThat(ResumePlan.afterBreak(0, -1, 100, true, 100)).isEqualTo(new ResumePlan.AlreadyComplete(100));
        assertThat(ResumePlan.afterBreak(40, 40, 100, true, 100)).isEqualTo(new ResumePlan.AlreadyComplete(100));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 101})
    void whatCannotBeOursIsReplacedWhereWeBeganAtTheBeginning(long held) {
        assertThat(ResumePlan.afterBreak(0, -1, 100, true, held)).isEqualTo(new ResumePlan.Start());
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 100})
    void whatMayBeTheOldFileIsReplaced(long held) {
        assertThat(ResumePlan.afterBreak(0, held, 100, true, held)).isEqualTo(new ResumePlan.Start());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 39, 101})
    void whatCannotBeOursIsAConflictWhereWeWentOn(long held) {
        assertThat(ResumePlan.afterBreak(40, 40, 100, true, held)).isInstanceOf(ResumePlan.Conflict.class);
    }
}
