package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.transfer.Replay.Facts;
import dev.fluxftp.transfer.Replay.WithoutRestart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

    private static final RemoteIdentity FILE = new RemoteIdentity(5, null, "x");

    private static RemoteIdentity hashed(String crc) {
        return FILE.hash(new FileHash(HashAlgorithm.CRC32, crc));
    }

    @Test
    void byDefaultTheFactsHaveToDo() {
        assertThat(Replay.DEFAULT.overlap()).isZero();
        assertThat(Replay.DEFAULT.facts()).isEqualTo(Facts.TOLD);
        assertThat(Replay.DEFAULT.withoutRestart()).isEqualTo(WithoutRestart.FAIL);
    }

    @Test
    void eachChangeKeepsTheOthers() {
        assertThat(Replay.DEFAULT.overlap(7).compareHashes().skipWithoutRestart())
                .isEqualTo(new Replay(7, Facts.TOLD_AND_HASHED, WithoutRestart.SKIP))
                .isEqualTo(Replay.DEFAULT.skipWithoutRestart().compareHashes().overlap(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Replay.MOST_OVERLAP + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anOverlapIsHeldInMemory(int bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> Replay.DEFAULT.overlap(bytes));
    }

    @Test
    void theSameFactsAreNoConflict() {
        assertThat(Replay.DEFAULT.conflict(FILE, FILE)).isEmpty();
    }

    @Test
    void whatIsNotToldIsMadeUpForByBytes() {
        assertThat(Replay.DEFAULT.conflict(FILE, RemoteIdentity.UNKNOWN))
                .contains("the server does not tell enough of it to show that it is the same file");
        assertThat(Replay.DEFAULT.overlap(1).conflict(FILE, RemoteIdentity.UNKNOWN))
                .isEmpty();
        assertThat(Replay.DEFAULT.overlap(1).conflict(RemoteIdentity.UNKNOWN, RemoteIdentity.UNKNOWN))
                .isEmpty();
    }

    @Test
    void whatIsToldIsNot() {
        assertThat(Replay.DEFAULT.overlap(1).conflict(FILE, new RemoteIdentity(6, null, "x")))
                .contains("its size was 5 bytes and is 6 now");
    }

    @Test
    void aHashCountsWhereItIsWanted() {
        assertThat(Replay.DEFAULT.conflict(hashed("1"), hashed("2"))).isEmpty();
        assertThat(Replay.DEFAULT.conflict(hashed("1"), FILE)).isEmpty();
        Replay hashes = Replay.DEFAULT.compareHashes();
        assertThat(hashes.conflict(hashed("1"), hashed("1"))).isEmpty();
        assertThat(hashes.conflict(FILE, hashed("1"))).isEmpty();
        assertThat(hashes.conflict(hashed("1"), hashed("2")))
                .contains("its hash was CRC32 00000001 and is CRC32 00000002 now");
        assertThat(hashes.conflict(hashed("1"), FILE))
                .hasValueSatisfying(words -> assertThat(words).contains("does not tell enough"));
        assertThat(hashes.conflict(hashed("1"), FILE.hash(new FileHash(HashAlgorithm.MD5, "0".repeat(32)))))
                .as("of another algorithm")
                .isPresent();
    }
}
