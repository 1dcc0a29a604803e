package dev.fluxftp.reactor.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.transfer.Overlap;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrailTest {

    private static final byte[] FILE = Content.generatedBytes(5_000);

    private static String hash(int from, int to) {
        return Overlap.hash(ByteBuffer.wrap(Arrays.copyOfRange(FILE, from, to)));
    }

    private static Overlap overlap(int length, int position) {
        return new Overlap(length, hash(position - length, position), hash(0, length));
    }

    private static void add(Trail trail, int from, int to) {
        trail.add(Unpooled.copiedBuffer(FILE, from, to - from));
    }

    @Test
    void keepsTheLastBytesWhateverThePieces() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int length = 1 + random.nextInt(300);
            int most = 1 + random.nextInt(i % 2 == 0 ? 20 : 900);
            Trail trail = new Trail(length);
            trail.begin(0, null);
            int at = 0;
            while (at < FILE.length) {
                int next = Math.min(FILE.length, at + 1 + random.nextInt(most));
                add(trail, at, next);
                at = next;
                Overlap kept = trail.overlap();
                assertThat(kept).as("seed %d", seed).isNotNull();
                int wanted = Math.min(length, at);
                assertThat(kept.length()).as("seed %d", seed).isEqualTo(wanted);
                assertThat(kept.last()).as("seed %d", seed).isEqualTo(hash(at - wanted, at));
                assertThat(kept.first()).as("seed %d", seed).isEqualTo(at < length ? null : hash(0, length));
            }
        }
    }

    @Test
    void keepsNothingWhereNothingIsWanted() {
        Trail trail = new Trail(0);
        trail.begin(0, null);
        add(trail, 0, 100);
        assertThat(trail.overlap()).isNull();
    }

    @Test
    void theFirstBytesOfARangeAreNotThoseOfTheFile() {
        Trail trail = new Trail(10);
        trail.begin(100, null);
        assertThat(trail.overlap()).isNull();
        add(trail, 100, 150);
        assertThat(trail.overlap()).isEqualTo(new Overlap(10, hash(140, 150), null));
    }

    @ParameterizedTest
    @CsvSource({"10,100", "10,10", "10,4", "50,100", "3,100"})
    void goesOnWithWhatIsKnownFromBefore(int known, int start) {
        Trail trail = new Trail(10);
        int length = Math.min(known, start);
        Overlap before = overlap(length, start);
        trail.begin(start, before);
        assertThat(trail.overlap()).isEqualTo(before);
        trail.confirm(Unpooled.copiedBuffer(FILE, start - length, length));
        add(trail, start, start + 1);
        int wanted = Math.min(10, length + 1);
        assertThat(trail.overlap())
                .isEqualTo(new Overlap(
                        wanted,
                        hash(start + 1 - wanted, start + 1),
                        wanted == 10 && (known == 10 && start >= 10) ? hash(0, 10) : null));
    }

    @Test
    void whatComesAgainLaterChangesNothing() {
        Trail trail = new Trail(10);
        trail.begin(0, null);
        add(trail, 0, 30);
        @Nullable Overlap before = trail.overlap();
        trail.confirm(Unpooled.copiedBuffer(FILE, 20, 10));
        assertThat(trail.overlap()).isEqualTo(before).isEqualTo(overlap(10, 30));
    }
}
