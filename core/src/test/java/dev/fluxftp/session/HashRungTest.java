package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashRungTest {

    private static List<String> rungs(ServerProfile profile, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add(0, "Features:");
        all.add("End");
        return HashRung.announced(Features.of(new Reply(211, all)), profile).stream()
                .map(rung -> rung.verb() + " " + rung.algorithm() + (rung.isDefault() ? "" : " chosen"))
                .toList();
    }

    private static List<String> rungs(String... lines) {
        return rungs(ServerProfile.FRESH, lines);
    }

    @Test
    void theStrongestComesFirst() {
        assertThat(rungs(
                        " HASH CRC32;MD5;SHA-1*;SHA-256;SHA-512;",
                        " MD5",
                        " XCRC",
                        " XMD5",
                        " XSHA",
                        " XSHA1",
                        " XSHA256",
                        " XSHA512"))
                .as("ProFTPD")
                .containsExactly(
                        "HASH SHA_512 chosen",
                        "XSHA512 SHA_512",
                        "HASH SHA_256 chosen",
                        "XSHA256 SHA_256",
                        "HASH SHA_1",
                        "XSHA1 SHA_1",
                        "HASH MD5 chosen",
                        "XMD5 MD5",
                        "MD5 MD5",
                        "HASH CRC32 chosen",
                        "XCRC CRC32");
    }

    @Test
    void onlyWhatIsAnnounced() {
        assertThat(rungs(" MD5", " MMD5")).as("Apache").containsExactly("MD5 MD5");
        assertThat(rungs(" HASH SHA-384;sha256*")).containsExactly("HASH SHA_256");
        assertThat(rungs(" HASH")).isEmpty();
        assertThat(rungs(" SIZE")).isEmpty();
        assertThat(HashRung.announced(Features.UNKNOWN, ServerProfile.FRESH)).isEmpty();
    }

    @Test
    void notWhatWasRefused() {
        ServerProfile profile = new ServerProfile(Set.of(Lesson.HASH_REFUSED, Lesson.XMD5_REFUSED));
        assertThat(rungs(profile, " HASH SHA-1*;MD5", " XMD5", " XCRC")).containsExactly("XCRC CRC32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HASH", "XSHA512", "XSHA256", "XSHA1", "XMD5", "MD5", "XCRC"})
    void eachRefusalIsALesson(Verb verb) {
        assertThat(new HashRung(verb, HashAlgorithm.MD5, true).refusal()).hasToString(verb + "_REFUSED");
    }

    @ParameterizedTest
    @CsvSource({"HASH, a b, HASH a b", "MD5, a b, MD5 a b", "XCRC, a b, XCRC \"a b\"", "XCRC, ab, XCRC ab"})
    void aBlankIsQuotedWhereARangeMayFollow(Verb verb, String path, String line) {
        assertThat(new HashRung(verb, HashAlgorithm.MD5, true).question(path)).hasToString(line);
    }
}
