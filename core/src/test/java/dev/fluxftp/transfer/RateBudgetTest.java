package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RateBudgetTest {

    private static final long SECOND = 1_000_000_000L;
    /** Where no clock begins. */
    private static final long START = Long.MAX_VALUE - 3 * SECOND;

    private static final int MIB = 1024 * 1024;

    @Test
    void whatWasMovedIsPaidForByTime() {
        RateBudget budget = RateBudget.of(1000, START);
        assertThat(budget.delay(START)).isZero();

        budget = budget.spent(2500, START);

        assertThat(budget.delay(START)).isEqualTo(2 * SECOND + SECOND / 2);
        assertThat(budget.delay(START + SECOND)).isEqualTo(SECOND + SECOND / 2);
        assertThat(budget.delay(START + 3 * SECOND)).isZero();
    }

    @Test
    void debtsAddUp() {
        RateBudget budget = RateBudget.of(1000, START).spent(1000, START).spent(1000, START + SECOND / 2);

        assertThat(budget.delay(START + SECOND / 2)).isEqualTo(SECOND + SECOND / 2);
    }

    @Test
    void comingLateIsMadeUpForButIdlenessIsNot() {
        RateBudget budget = RateBudget.of(1000, START).spent(1000, START);

        assertThat(budget.spent(1000, START + SECOND + SECOND / 20).delay(START + SECOND + SECOND / 20))
                .isEqualTo(SECOND - SECOND / 20);
        assertThat(budget.spent(1000, START + 100 * SECOND).delay(START + 100 * SECOND))
                .isEqualTo(SECOND - SECOND / 10);
    }

    @Test
    void theRateChangesAtOnceAndTheDebtStays() {
        RateBudget slow = RateBudget.of(1000, START).spent(3000, START);
        RateBudget fast = slow.changed(4000, START + SECOND);

        assertThat(fast.delay(START + SECOND)).isEqualTo(SECOND / 2);
        assertThat(fast.bytesPerSecond()).isEqualTo(4000);
        assertThat(RateBudget.of(1_000_000, START)
                        .changed(10, START + SECOND)
                        .spent(1, START + SECOND)
                        .delay(START + SECOND))
                .as("credit of the old rate")
                .isZero();
        assertThat(RateBudget.of(1_000_000, START)
                        .changed(10, START + SECOND)
                        .spent(11, START + SECOND)
                        .delay(START + SECOND))
                .isEqualTo(SECOND);
    }

    @Test
    void aClockThatStandsStillOrSeemsToGoBackGivesNothing() {
        RateBudget budget = RateBudget.of(1000, START).spent(1000, START);

        assertThat(budget.delay(START - SECOND)).isEqualTo(SECOND);
        assertThat(budget.spent(1000, START - SECOND).delay(START)).isEqualTo(2 * SECOND);
    }

    @Test
    void aStepIsATenthOfASecond() {
        assertThat(RateBudget.of(1_000_000, START).step(MIB)).isEqualTo(100_000);
        assertThat(RateBudget.of(100_000_000, START).step(MIB)).isEqualTo(MIB);
        assertThat(RateBudget.of(Long.MAX_VALUE, START).step(MIB)).isEqualTo(MIB);
        assertThat(RateBudget.of(1, START).step(MIB)).isEqualTo(1024);
    }

    @Test
    void theHighestRateIsNone() {
        RateBudget budget = RateBudget.of(Long.MAX_VALUE, START).spent(Long.MAX_VALUE / 2, START);

        assertThat(budget.delay(START + SECOND)).isZero();
    }

    @Test
    void noRateIsRefused() {
        assertThatThrownBy(() -> RateBudget.of(0, START)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateBudget.of(1, START).changed(-1, START))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
