package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ByteRangeTest {

    private static ByteRange range(long start, long end) {
        return new ByteRange(start, end);
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThatThrownBy(() -> range(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> range(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mergesWhatTouchesAndOverlaps() {
        assertThat(ByteRange.merge(List.of(range(5, 9), range(0, 3), range(3, 4), range(7, 12), range(20, 20))))
                .containsExactly(range(0, 4), range(5, 12));
    }

    @Test
    void knowsWhatIsMissing() {
        assertThat(ByteRange.missing(List.of(), 0)).isEmpty();
        assertThat(ByteRange.missing(List.of(), 9)).containsExactly(range(0, 9));
        assertThat(ByteRange.missing(List.of(range(2, 4), range(6, 9)), 9)).containsExactly(range(0, 2), range(4, 6));
        assertThat(ByteRange.missing(List.of(range(0, 4), range(30, 40)), 9)).containsExactly(range(4, 9));
    }

    @RepeatedTest(50)
    void heldAndMissingTogetherAreTheFile() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int size = 1 + random.nextInt(200);
        BitSet held = new BitSet();
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            int start = random.nextInt(size);
            int end = start + random.nextInt(size - start + 1);
            ranges.add(range(start, end));
            held.set(start, end);
        }
        BitSet missing = new BitSet();
        ByteRange.missing(ranges, size).forEach(each -> missing.set((int) each.start(), (int) each.end()));
        BitSet expected = new BitSet();
        expected.set(0, size);
        expected.andNot(held);
        assertThat(missing).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void dividesEvenly() {
        assertThat(ByteRange.divide(List.of(range(0, 103)), 4, 10))
                .containsExactly(range(0, 25), range(25, 50), range(50, 75), range(75, 103));
    }

    @Test
    void dividesTheLongestFirst() {
        assertThat(ByteRange.divide(List.of(range(0, 20), range(50, 150)), 3, 10))
                .containsExactly(range(0, 20), range(50, 100), range(100, 150));
    }

    @Test
    void makesNoPieceShorterThanTheMinimum() {
        assertThat(ByteRange.divide(List.of(range(0, 25)), 4, 10)).containsExactly(range(0, 12), range(12, 25));
        assertThat(ByteRange.divide(List.of(range(0, 19)), 4, 10)).containsExactly(range(0, 19));
        assertThat(ByteRange.divide(List.of(), 4, 10)).isEmpty();
    }

    @Test
    void keepsMorePiecesThanAskedFor() {
        assertThat(ByteRange.divide(List.of(range(0, 1), range(5, 9), range(20, 30)), 2, 1))
                .hasSize(3);
    }
}
