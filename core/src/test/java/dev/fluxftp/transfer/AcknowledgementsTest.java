package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgementsTest {

    private final Acknowledgements acknowledged = new Acknowledgements(100);

    @Test
    void inOrder() {
        assertThat(acknowledged.add(100, 150)).isTrue();
        assertThat(acknowledged.add(150, 151)).isTrue();
        assertThat(acknowledged.offset()).isEqualTo(151);
        assertThat(acknowledged.gaps()).isZero();
    }

    @Test
    void aGapHoldsBack() {
        assertThat(acknowledged.add(101, 150)).isFalse();
        assertThat(acknowledged.offset()).isEqualTo(100);
        assertThat(acknowledged.gaps()).isEqualTo(1);
        assertThat(acknowledged.add(100, 101)).isTrue();
        assertThat(acknowledged.offset()).isEqualTo(150);
        assertThat(acknowledged.gaps()).isZero();
    }

    @Test
    void knowsWhereAGapEnds() {
        assertThat(acknowledged.add(200, 300)).isFalse();
        assertThat(acknowledged.add(300, 400)).isFalse();
        assertThat(acknowledged.resumesAt(200)).isTrue();
        assertThat(acknowledged.resumesAt(300)).as("no longer").isFalse();
        assertThat(acknowledged.resumesAt(100)).isFalse();
        assertThat(acknowledged.add(100, 200)).isTrue();
        assertThat(acknowledged.resumesAt(200)).isFalse();
    }

    @Test
    void twiceIsOnce() {
        assertThat(acknowledged.add(100, 150)).isTrue();
        assertThat(acknowledged.add(100, 150)).isFalse();
        assertThat(acknowledged.add(0, 150)).isFalse();
        assertThat(acknowledged.add(200, 300)).isFalse();
        assertThat(acknowledged.add(200, 300)).isFalse();
        assertThat(acknowledged.offset()).isEqualTo(150);
        assertThat(acknowledged.gaps()).isEqualTo(1);
    }

    @Test
    void nothingChangesNothing() {
        assertThat(acknowledged.add(100, 100)).isFalse();
        assertThat(acknowledged.add(500, 500)).isFalse();
        assertThat(acknowledged.gaps()).isZero();
    }

    @ParameterizedTest(name = "{0} to {1} beside 200 to 300 and 400 to 500 leaves {2} gaps")
    @CsvSource({
        "110,120,3", "110,200,2", "110,250,2", "110,300,2", "110,350,2", "110,400,1", "110,600,1", "200,300,2",
        "250,260,2", "250,350,2", "300,400,1", "300,399,2", "301,399,3", "250,600,1", "500,600,2", "501,600,3",
    })
    void whatTouchesBecomesOne(long from, long to, int gaps) {
        acknowledged.add(200, 300);
        acknowledged.add(400, 500);
        assertThat(acknowledged.add(from, to)).isFalse();
        assertThat(acknowledged.gaps()).isEqualTo(gaps);
        assertThat(acknowledged.add(100, 110)).isTrue();
        assertThat(acknowledged.offset()).isEqualTo(from == 110 ? reached(to) : 110);
    }

    private static long reached(long to) {
        return to < 200 ? to : to < 400 ? Math.max(300, to) : Math.max(500, to);
    }

    @Test
    void needsMemoryForTheGapsOnly() {
        for (long i = 2_000_000; i > 100; i--) {
            acknowledged.add(i, i + 1);
        }
        assertThat(acknowledged.gaps()).isEqualTo(1);
        assertThat(acknowledged.add(100, 101)).isTrue();
        assertThat(acknowledged.offset()).isEqualTo(2_000_001);
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> acknowledged.add(5, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> acknowledged.add(-1, 4));
    }

    /** Against a set of bits, with ranges that overlap. */
    @RepeatedTest(100)
    void isTheHighestWithoutAGap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Acknowledgements tested = new Acknowledgements(10);
        BitSet bits = new BitSet();
        bits.set(0, 10);
        for (int i = 0; i < 400; i++) {
            int from = random.nextInt(2_000);
            int to = from + random.nextInt(30);
            int before = bits.nextClearBit(0);
            bits.set(from, to);
            assertThat(tested.add(from, to)).as("seed %d", seed).isEqualTo(bits.nextClearBit(0) > before);
            assertThat(tested.offset()).as("seed %d", seed).isEqualTo(bits.nextClearBit(0));
            assertThat(tested.gaps()).as("seed %d", seed).isEqualTo(islands(bits));
        }
    }

    private static int islands(BitSet bits) {
        int count = 0;
        int at = bits.nextSetBit(bits.nextClearBit(0));
        while (at >= 0) {
            count++;
            at = bits.nextSetBit(bits.nextClearBit(at));
        }
        return count;
    }

    @RepeatedTest(20)
    void everyOrderEndsAtTheEnd() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<long[]> chunks = new ArrayList<>();
        for (long at = 100; at < 1_000_000; ) {
            long end = at + 1 + random.nextInt(5_000);
            chunks.add(new long[] {at, end});
            at = end;
        }
        Collections.shuffle(chunks, random);
        chunks.forEach(chunk -> acknowledged.add(chunk[0], chunk[1]));
        assertThat(acknowledged.offset()).as("seed %d", seed).isGreaterThanOrEqualTo(1_000_000);
        assertThat(acknowledged.gaps()).as("seed %d", seed).isZero();
    }
}
