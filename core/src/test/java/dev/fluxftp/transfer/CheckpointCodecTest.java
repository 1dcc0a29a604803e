package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.TimeVal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointCodecTest {

    private static final Checkpoint FULL = new Checkpoint(
            "//größe@h:21/%2Fa",
            new RemoteIdentity(
                    1L << 40, new TimeVal(Instant.parse("2026-11-21T12:00:00.123Z"), ChronoUnit.MILLIS), "801U5F7"),
            123_456_789_012L,
            new byte[] {0, -1, 5});

    private static final Checkpoint HASHED = new Checkpoint(
            "//h", new RemoteIdentity(5, null, null, new FileHash(HashAlgorithm.CRC32, "0000beef")), 3, new byte[] {7});

    private static Reason refused(byte[] bytes) {
        CheckpointException refusal =
                catchThrowableOfType(CheckpointException.class, () -> CheckpointCodec.decode(bytes));
        assertThat(refusal).as("decoded %s", Arrays.toString(bytes)).isNotNull();
        return refusal.reason();
    }

    static Stream<Checkpoint> checkpoints() {
        TimeVal day = new TimeVal(Instant.parse("0001-01-01T00:00:00Z"), ChronoUnit.DAYS);
        return Stream.of(
                FULL,
                HASHED,
                new Checkpoint("", RemoteIdentity.UNKNOWN, 0),
                new Checkpoint("//h", new RemoteIdentity(0, null, ""), Long.MAX_VALUE, new byte[0]),
                new Checkpoint("//h", new RemoteIdentity(-1, day, null), 1, new byte[100_000]));
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void readsWhatItWrote(Checkpoint checkpoint) {
        assertThat(CheckpointCodec.decode(CheckpointCodec.encode(checkpoint))).isEqualTo(checkpoint);
    }

    @Test
    void staysReadable() {
        // version 1 as it was first written: what is stored somewhere must be readable for ever
        String stored = "4658435000010000003C000000082F2F6840683A323100000000000000050100000000692042E000000000"
                + "000000075345434F4E4453FFFFFFFF0000000000000003FFFFFFFF32EE32BC";
        TimeVal noon = new TimeVal(Instant.parse("2025-11-21T10:45:52Z"), ChronoUnit.SECONDS);
        Checkpoint checkpoint = new Checkpoint("//h@h:21", new RemoteIdentity(5, noon, null), 3);
        assertThat(CheckpointCodec.encode(checkpoint)).asHexString().isEqualTo(stored);
        assertThat(CheckpointCodec.decode(HexFormat.of().parseHex(stored))).isEqualTo(checkpoint);
    }

    @Test
    void theSecondVersionIsForWhatTheFirstCannotSay() {
        assertThat(CheckpointCodec.encode(FULL)).startsWith('F', 'X', 'C', 'P', 0, 1);
        assertThat(CheckpointCodec.encode(HASHED)).startsWith('F', 'X', 'C', 'P', 0, 2);
    }

    static Stream<byte[]> written() {
        return Stream.of(FULL, HASHED).map(CheckpointCodec::encode);
    }

    @ParameterizedTest
    @MethodSource("written")
    void refusesWhatIsCutOff(byte[] whole) {
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(Arrays.copyOf(whole, length)))
                    .as("%d of %d bytes", length, whole.length)
                    .isEqualTo(Reason.TRUNCATED);
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void refusesEveryFlippedBit(byte[] whole) {
        for (int i = 0; i < whole.length * 8; i++) {
            byte[] flipped = whole.clone();
            flipped[i / 8] ^= (byte) (1 << (i % 8));
            Reason reason = refused(flipped);
            if (i / 8 >= 10) {
                assertThat(reason).as("bit %d", i).isEqualTo(Reason.CORRUPT);
            }
        }
    }

    @Test
    void refusesWhatIsBehind() {
        byte[] whole = CheckpointCodec.encode(FULL);
        assertThat(refused(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(Reason.CORRUPT);
    }

    @Test
    void refusesAnotherVersion() {
        byte[] newer = ByteBuffer.wrap(CheckpointCodec.encode(FULL))
                .putShort(4, (short) (CheckpointCodec.VERSION + 1))
                .array();
        assertThat(refused(newer)).isEqualTo(Reason.NEWER_VERSION);
        assertThat(refused(Arrays.copyOf(newer, 12)))
                .as("whatever it looks like")
                .isEqualTo(Reason.NEWER_VERSION);
        assertThat(refused(ByteBuffer.wrap(newer).putShort(4, (short) 0).array()))
                .isEqualTo(Reason.CORRUPT);
    }

    @Test
    void refusesWhatIsNone() {
        assertThat(refused("offset=1234".getBytes())).isEqualTo(Reason.FOREIGN);
        assertThat(refused(new byte[] {0})).isEqualTo(Reason.FOREIGN);
        assertThat(refused(new byte[1000])).isEqualTo(Reason.FOREIGN);
    }

    /** With a right checksum: what a program wrote that does not know how. */
    @ParameterizedTest
    @MethodSource("written")
    void refusesNonsenseWithAChecksum(byte[] whole) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            bytes[10 + random.nextInt(bytes.length - 14)] = (byte) random.nextInt();
            bytes[10 + random.nextInt(bytes.length - 14)] = (byte) random.nextInt();
            sign(bytes);
            try {
                Checkpoint other = CheckpointCodec.decode(bytes);
                assertThat(CheckpointCodec.encode(other)).as("seed %d", seed).isEqualTo(bytes);
            } catch (CheckpointException e) {
                assertThat(e.reason()).as("seed %d", seed).isEqualTo(Reason.CORRUPT);
            }
        }
    }

    private static void sign(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    }
}
