package dev.fluxftp.session;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash as servers write it. HASH has a grammar; its older cousins give the digits alone or with words around them.
 *
 * @param from the first byte that was hashed
 * @param to where the last one was: servers disagree whether it or its successor is meant; -1 where nothing is said of a range
 */
record HashAnswer(FileHash hash, long from, long to) {

    /** draft-bryan-ftpext-hash 3.2. FileZilla Server leaves the range out, others the name. */
    private static final Pattern HASH =
            Pattern.compile("(\\S+)(?:\\s+(\\d{1,18})-(\\d{1,18}))?\\s+(\\p{XDigit}+)(?:\\s.*)?");

    /** Nothing where the reply names no hash, or more than one that it could mean. */
    static Optional<HashAnswer> read(HashRung rung, Reply reply) {
        String text = reply.lines().get(reply.lines().size() - 1).strip(); // ProFTPD: 213-Computing SHA-256 digest
        return rung.verb() == Verb.HASH ? readHash(text) : readDigits(rung, text);
    }

    /** False where the range is not all of a file of that size. */
    boolean isOfAll(long size) {
        return from == 0 && (to == size || to == size - 1 || to < 0);
    }

    boolean hasRange() {
        return to >= 0;
    }

    private static Optional<HashAnswer> readHash(String text) {
        Matcher parts = HASH.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean ranged = parts.group(2) != null;
        return HashAlgorithm.of(parts.group(1))
                .filter(algorithm -> FileHash.isHash(algorithm, parts.group(4)))
                .map(algorithm -> new HashAnswer(
                        new FileHash(algorithm, parts.group(4)),
                        ranged ? Long.parseLong(parts.group(2)) : 0,
                        ranged ? Long.parseLong(parts.group(3)) : -1));
    }

    private static Optional<HashAnswer> readDigits(HashRung rung, String text) {
        HashAlgorithm algorithm = rung.algorithm();
        List<String> found = Arrays.stream(text.split("\\s+"))
                .map(word -> word.replaceFirst("^0[xX]", ""))
                .filter(word -> FileHash.isHash(algorithm, word))
                .toList();
        List<String> full = found.stream()
                .filter(word -> word.length() == algorithm.digits())
                .toList();
        return only(full.isEmpty() ? found : full, rung)
                .map(value -> new HashAnswer(new FileHash(algorithm, value), 0, -1));
    }

    /** draft-twine-ftpmd5: the name may look like a hash, but MD5 says it first. */
    private static Optional<String> only(List<String> found, HashRung rung) {
        boolean isClear = found.size() == 1 || (!found.isEmpty() && rung.verb() == Verb.MD5);
        return isClear ? Optional.of(found.get(found.size() - 1)) : Optional.empty();
    }
}
