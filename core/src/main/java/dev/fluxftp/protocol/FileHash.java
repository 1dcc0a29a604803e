package dev.fluxftp.protocol;

import java.io.Serializable;
import java.util.Locale;

/**
 * The hash of a whole file. Equal to another one of the same algorithm and value, however a server writes it: case does not
 * count, and neither do the leading zeros that some leave out of a CRC.
 *
 * @param value hexadecimal digits in lower case, as many as the algorithm has
 */
public record FileHash(HashAlgorithm algorithm, String value) implements Serializable {

    /** @throws IllegalArgumentException if the value is no hash of that algorithm */
    public FileHash {
        if (!isHash(algorithm, value)) {
            throw new IllegalArgumentException("not a hash of " + algorithm.word() + ": " + Escaped.text(value));
        }
        value = "0".repeat(algorithm.digits() - value.length()) + value.toLowerCase(Locale.ROOT);
    }

    /** True for hexadecimal digits that are as many as the algorithm has; of a CRC, leading zeros may be missing. */
    public static boolean isHash(HashAlgorithm algorithm, String value) {
        boolean isLong = value.length() == algorithm.digits();
        boolean isShortened =
                algorithm == HashAlgorithm.CRC32 && !value.isEmpty() && value.length() < algorithm.digits();
        return (isLong || isShortened) && value.chars().allMatch(FileHash::isHexDigit);
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** {@code SHA-256 2cf2..}. */
    @Override
    public String toString() {
        return algorithm.word() + ' ' + value;
    }
}
