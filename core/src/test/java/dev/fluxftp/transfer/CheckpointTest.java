package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fluxftp.protocol.TimeVal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final String URL = "//alice@h:21/a";
    private static final TimeVal NOON = new TimeVal(Instant.parse("2026-11-21T12:00:00Z"), ChronoUnit.SECONDS);
    private static final RemoteIdentity FILE = new RemoteIdentity(5_000, NOON, "x");
    private static final Checkpoint CHECKPOINT = new Checkpoint(URL, FILE, 1_234);

    @Test
    void goesOnInTheSameFile() {
        assertThat(CHECKPOINT.conflictWith(URL, FILE, Replay.DEFAULT)).isEmpty();
        assertThat(new Checkpoint(URL, FILE, 5_000).conflictWith(URL, FILE, Replay.DEFAULT))
                .isEmpty();
    }

    @Test
    void doesNotGoOnInAnother() {
        assertThat(CHECKPOINT.conflictWith("//bob@h:21/a", FILE, Replay.DEFAULT))
                .contains("the checkpoint is of //alice@h:21/a and not of //bob@h:21/a");
        assertThat(CHECKPOINT.conflictWith(URL, new RemoteIdentity(5_001, NOON, "x"), Replay.DEFAULT))
                .contains("its size was 5,000 bytes and is 5,001 now");
        assertThat(CHECKPOINT.conflictWith(URL, new RemoteIdentity(5_000, NOON, "y"), Replay.DEFAULT))
                .isPresent();
        assertThat(CHECKPOINT.conflictWith(URL, new RemoteIdentity(5_000, null, "x"), Replay.DEFAULT))
                .contains("the server does not tell enough of it to show that it is the same file");
        assertThat(CHECKPOINT.conflictWith(URL, RemoteIdentity.UNKNOWN, Replay.DEFAULT))
                .isPresent();
    }

    @Test
    void doesNotGoOnWhereNothingWasKnownOfIt() {
        assertThat(new Checkpoint(URL, RemoteIdentity.UNKNOWN, 1)
                        .conflictWith(URL, RemoteIdentity.UNKNOWN, Replay.DEFAULT))
                .isPresent();
    }

    @Test
    void bytesMakeUpForFactsOnlyWhereTheyWereKept() {
        Overlap overlap = new Overlap(100, Overlap.hash(), null);
        Replay comparing = Replay.DEFAULT.overlap(10);
        assertThat(CHECKPOINT.overlap()).isEmpty();
        assertThat(CHECKPOINT.conflictWith(URL, RemoteIdentity.UNKNOWN, comparing))
                .isPresent();
        Checkpoint kept = CHECKPOINT.overlap(overlap);
        assertThat(kept.overlap()).contains(overlap);
        assertThat(kept.conflictWith(URL, RemoteIdentity.UNKNOWN, comparing)).isEmpty();
        assertThat(kept.conflictWith(URL, RemoteIdentity.UNKNOWN, Replay.DEFAULT))
                .isPresent();
        assertThat(kept.conflictWith(URL, new RemoteIdentity(1, NOON, "x"), comparing))
                .isPresent();
    }

    @Test
    void anOverlapLongerThanTheFileIsNone() {
        assertThat(new Checkpoint(URL, FILE, 99)
                        .overlap(new Overlap(100, Overlap.hash(), null))
                        .overlap())
                .isEmpty();
    }

    @Test
    void doesNotGoOnBeyondTheEnd() {
        Locale here = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            RemoteIdentity told = new RemoteIdentity(-1, NOON, null);
            assertThat(new Checkpoint(URL, told, 5_001).conflictWith(URL, FILE, Replay.DEFAULT))
                    .contains("5,001 bytes were acknowledged, but it has only 5,000");
        } finally {
            Locale.setDefault(here);
        }
    }

    @Test
    void everyFileBeginsAtItsFirstByte() {
        assertThat(new Checkpoint(URL, FILE, 0).conflictWith("//bob@h:21/b", RemoteIdentity.UNKNOWN, Replay.DEFAULT))
                .isEmpty();
    }

    @Test
    void isAValue() {
        byte[] state = {1, 2, 3};
        Checkpoint one = new Checkpoint(URL, FILE, 7, state);
        Checkpoint same = new Checkpoint(URL, FILE, 7, state.clone());
        state[0] = 9;
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one.hashState()).containsExactly(1, 2, 3);
        one.hashState()[0] = 9;
        assertThat(one)
                .isEqualTo(same)
                .isNotEqualTo(new Checkpoint(URL, FILE, 7))
                .isNotEqualTo(new Checkpoint(URL, FILE, 7, state))
                .isNotEqualTo(new Checkpoint(URL, FILE, 8, same.hashState()))
                .isNotEqualTo(new Checkpoint(URL, RemoteIdentity.UNKNOWN, 7, same.hashState()))
                .isNotEqualTo(new Checkpoint("//h", FILE, 7, same.hashState()))
                .isNotEqualTo("x");
        assertThat(new Checkpoint(URL, FILE, 7)).isEqualTo(new Checkpoint(URL, FILE, 7));
        assertThat(one).asString().contains(URL, "7 acknowledged");
    }

    @Test
    void anOffsetIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(URL, FILE, -1));
    }
}
