package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHashTest {

    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";

    @Test
    void caseDoesNotCount() {
        assertThat(new FileHash(HashAlgorithm.MD5, "5D41402ABC4B2A76B9719D911017C592"))
                .isEqualTo(new FileHash(HashAlgorithm.MD5, MD5_OF_HELLO))
                .hasToString("MD5 " + MD5_OF_HELLO);
    }

    @ParameterizedTest
    @CsvSource({"1, 00000001", "0, 00000000", "00C0FFEE, 00c0ffee", "c0ffee, 00c0ffee", "3610A686, 3610a686"})
    void aCrcMayLackItsLeadingZeros(String told, String value) {
        assertThat(new FileHash(HashAlgorithm.CRC32, told).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5d41402abc4b2a76b9719d911017c59",
                "05d41402abc4b2a76b9719d911017c592",
                "xd41402abc4b2a76b9719d911017c592"
            })
    void aDigestIsWhole(String value) {
        assertThatThrownBy(() -> new FileHash(HashAlgorithm.MD5, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MD5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789", "-1", "0x1", "١"})
    void aCrcIsNotAnything(String value) {
        assertThat(FileHash.isHash(HashAlgorithm.CRC32, value)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, SHA_256", "sha256, SHA_256", "SHA1, SHA_1", "md5, MD5", "CRC-32, CRC32"})
    void anAlgorithmIsNamedInManyWays(String word, HashAlgorithm algorithm) {
        assertThat(HashAlgorithm.of(word)).contains(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SHA", "SHA-2", "SHA-384", "XSHA256"})
    void othersAreUnknown(String word) {
        assertThat(HashAlgorithm.of(word)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anAlgorithmHasItsNameAndACommand(HashAlgorithm algorithm) {
        assertThat(HashAlgorithm.of(algorithm.word())).contains(algorithm);
        assertThat(algorithm.verbs()).isNotEmpty();
    }
}
