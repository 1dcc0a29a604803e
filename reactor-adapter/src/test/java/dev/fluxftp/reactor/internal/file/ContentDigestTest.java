package dev.fluxftp.reactor.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.HashAlgorithm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentDigestTest {

    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    /** The values that everybody publishes for "123456789". */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "MD5, 25f9e794323b453885f5181f1b624d0b",
        "SHA_1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA_256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
        "SHA_512,"
                + " d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85"
    })
    void isTheHashOfWhatPassed(HashAlgorithm algorithm, String value) {
        for (ByteBuf buffer : new ByteBuf[] {
            Unpooled.copiedBuffer(CHECK),
            Unpooled.directBuffer().writeBytes(CHECK),
            Unpooled.wrappedBuffer(Unpooled.copiedBuffer(CHECK, 0, 4), Unpooled.copiedBuffer(CHECK, 4, 5)),
            Unpooled.buffer().writeByte(0).writeBytes(CHECK).skipBytes(1)
        }) {
            ContentDigest digest = ContentDigest.of(algorithm);
            digest.update(buffer);
            assertThat(digest.hash().value()).isEqualTo(value);
            assertThat(buffer.readableBytes()).as("the buffer is left as it is").isEqualTo(CHECK.length);
            buffer.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterItWasRead(HashAlgorithm algorithm) {
        ContentDigest twice = ContentDigest.of(algorithm);
        ContentDigest once = ContentDigest.of(algorithm);
        twice.update(Unpooled.wrappedBuffer(CHECK, 0, 5));
        assertThat(twice.hash()).isEqualTo(twice.hash());
        twice.update(Unpooled.wrappedBuffer(CHECK, 5, 4));
        once.update(Unpooled.wrappedBuffer(CHECK));
        assertThat(twice.hash()).isEqualTo(once.hash());
        assertThat(twice.algorithm()).isEqualTo(algorithm);
    }
}
