package dev.fluxftp.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a hash of a file is computed with, the strongest first. */
public enum HashAlgorithm {
    SHA_512("SHA-512", 128),
    SHA_256("SHA-256", 64),
    SHA_1("SHA-1", 40),
    MD5("MD5", 32),
    /** Finds an accident, and no intention. */
    CRC32("CRC32", 8);

    private final String word;
    private final int digits;

    HashAlgorithm(String word, int digits) {
        this.word = word;
        this.digits = digits;
    }

    /** Its name on the wire (draft-bryan-ftpext-hash 3), and in the JDK. */
    public String word() {
        return word;
    }

    /** How many hexadecimal digits a hash has. */
    public int digits() {
        return digits;
    }

    /** The older commands for it alone, the best first. */
    public List<Verb> verbs() {
        return switch (this) {
            case SHA_512 -> List.of(Verb.XSHA512);
            case SHA_256 -> List.of(Verb.XSHA256);
            case SHA_1 -> List.of(Verb.XSHA1);
            case MD5 -> List.of(Verb.XMD5, Verb.MD5);
            case CRC32 -> List.of(Verb.XCRC);
        };
    }

    /** The one of that name, however servers write it: {@code SHA-256}, {@code sha256}. */
    public static Optional<HashAlgorithm> of(String word) {
        String wanted = bare(word);
        return Arrays.stream(values())
                .filter(algorithm -> bare(algorithm.word).equals(wanted))
                .findFirst();
    }

    private static String bare(String word) {
        return word.replace("-", "").toUpperCase(Locale.ROOT);
    }
}
