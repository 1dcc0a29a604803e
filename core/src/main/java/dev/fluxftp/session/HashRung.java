package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One way to ask a server for a hash.
 *
 * @param isDefault true where HASH uses this algorithm without being told to
 */
public record HashRung(Verb verb, HashAlgorithm algorithm, boolean isDefault) {

    /** What the server announces and has not refused yet: the strongest algorithm first, and HASH before its older cousins. */
    public static List<HashRung> announced(Features features, ServerProfile profile) {
        List<HashRung> rungs = new ArrayList<>();
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            parameter(features, algorithm)
                    .forEach(word -> rungs.add(new HashRung(Verb.HASH, algorithm, word.endsWith("*"))));
            algorithm.verbs().stream()
                    .filter(features::announces)
                    .forEach(verb -> rungs.add(new HashRung(verb, algorithm, true)));
        }
        rungs.removeIf(rung -> profile.has(rung.refusal()));
        return rungs;
    }

    /** draft-bryan-ftpext-hash 3.1: {@code HASH SHA-256;SHA-1*;MD5}, a star at the one that is in use. */
    private static List<String> parameter(Features features, HashAlgorithm algorithm) {
        return Arrays.stream(features.parameters(Verb.HASH.name()).orElse("").split("[;,\\s]+"))
                .filter(word -> HashAlgorithm.of(word.replace("*", ""))
                        .filter(algorithm::equals)
                        .isPresent())
                .limit(1)
                .toList();
    }

    /** What is learned when the server does not know the command at all. */
    Lesson refusal() {
        return Lesson.valueOf(verb.name() + "_REFUSED");
    }

    /** The older commands take a range behind the path, so that a blank in it would end it (ProFTPD); MD5 and HASH do not. */
    Command question(String path) {
        boolean quoted = verb != Verb.HASH && verb != Verb.MD5 && path.indexOf(' ') >= 0;
        return Command.of(verb, quoted ? '"' + path + '"' : path);
    }

    /** Chooses the algorithm of HASH. */
    Command choice() {
        return Command.of(Verb.OPTS, "HASH " + algorithm.word());
    }
}
