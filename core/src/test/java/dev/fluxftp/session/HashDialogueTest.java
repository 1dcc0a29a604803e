package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.HashUnavailableException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.Verb;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashDialogueTest {

    private static final long SIZE = 5;
    private static final String SHA_1 = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";
    private static final FileHash BY_SHA_1 = new FileHash(HashAlgorithm.SHA_1, SHA_1);
    private static final FileHash BY_MD5 = new FileHash(HashAlgorithm.MD5, MD5);
    private static final FileHash BY_CRC = new FileHash(HashAlgorithm.CRC32, "3610a686");

    private static final HashRung HASH_SHA_1 = new HashRung(Verb.HASH, HashAlgorithm.SHA_1, true);
    private static final HashRung HASH_MD5 = new HashRung(Verb.HASH, HashAlgorithm.MD5, false);
    private static final HashRung XMD5 = new HashRung(Verb.XMD5, HashAlgorithm.MD5, true);
    private static final HashRung XCRC = new HashRung(Verb.XCRC, HashAlgorithm.CRC32, true);

    private static Transcript ask(HashRung... rungs) {
        return Transcript.of(new HashDialogue("/a", SIZE, List.of(rungs)));
    }

    @Test
    void theAlgorithmInUseNeedsNoChoice() {
        ask(HASH_SHA_1)
                .says("HASH /a")
                .waits(Phase.FINAL_REPLY)
                .hears("213 SHA-1 0-5 " + SHA_1 + " /a")
                .waits(null)
                .finishes(BY_SHA_1)
                .isReady();
    }

    @Test
    void anotherIsChosenFirst() {
        ask(HASH_MD5)
                .says("OPTS HASH MD5")
                .waits(Phase.REPLY)
                .hears("200 MD5")
                .says("HASH /a")
                .hears("213-Computing MD5 digest", "213 MD5 0-5 " + MD5 + " /a")
                .finishes(BY_MD5)
                .isReady();
    }

    /** As pooled sessions do that were asked for another algorithm before. */
    @Test
    void whatWasChosenEarlierIsNoticed() {
        ask(HASH_SHA_1)
                .says("HASH /a")
                .hears("213 MD5 0-5 " + MD5 + " /a")
                .says("OPTS HASH SHA-1")
                .hears("200 SHA-1")
                .says("HASH /a")
                .hears("213 SHA-1 0-5 " + SHA_1 + " /a")
                .finishes(BY_SHA_1)
                .isReady();
    }

    @Test
    void aServerThatDoesNotDoWhatWasChosenIsAskedInAnotherWay() {
        ask(HASH_MD5, XMD5)
                .says("OPTS HASH MD5")
                .hears("200 MD5")
                .says("HASH /a")
                .hears("213 SHA-1 0-5 " + SHA_1 + " /a")
                .says("XMD5 /a")
                .hears("250 " + MD5)
                .finishes(BY_MD5)
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "213 SHA-1 0-5 " + SHA_1 + " /a",
                "213 SHA-1 0-4 " + SHA_1 + " /a",
                "213 SHA-1 0-5 " + SHA_1,
                "213 SHA-1 " + SHA_1 + " /a",
                "213 SHA-1 " + SHA_1,
                "250 sha1 0-5 " + SHA_1 + " a " + MD5
            })
    void hashIsAnsweredInSeveralWays(String reply) {
        ask(HASH_SHA_1).says("HASH /a").hears(reply).finishes(BY_SHA_1).isReady();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 3610A686",
                "251 3610a686",
                "213 0x3610A686",
                "250 XCRC: 3610A686",
                "250-Computing CRC32 digest\r\n250 3610A686",
                "250 /a 3610A686",
                "250 3610A686 a b"
            })
    void theOlderOnesAreAnsweredInMoreWays(String reply) {
        ask(XCRC).says("XCRC /a").hears(reply).finishes(BY_CRC).isReady();
    }

    @Test
    void aShortenedCrcIsOne() {
        ask(XCRC).says("XCRC /a").hears("250 C0FFEE").finishes(new FileHash(HashAlgorithm.CRC32, "00c0ffee"));
    }

    @Test
    void md5NamesTheFileFirst() {
        HashRung rung = new HashRung(Verb.MD5, HashAlgorithm.MD5, true);
        Transcript.of(new HashDialogue(SHA_1.substring(8), SIZE, List.of(rung)))
                .says("MD5 " + SHA_1.substring(8))
                .hears("251 " + SHA_1.substring(8) + " " + MD5)
                .finishes(BY_MD5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "213 SHA-1 1-5 " + SHA_1 + " /a",
                "213 SHA-1 0-3 " + SHA_1 + " /a",
                "213 SHA-1 0-6 " + SHA_1 + " /a",
                "213 SHA-1 0-5 " + MD5 + " /a",
                "213 SHA-384 0-5 " + SHA_1 + " /a",
                "213 done",
                "213 "
            })
    void whatIsNoHashOfTheWholeFileIsNoProof(String reply) {
        ask(HASH_SHA_1)
                .says("HASH /a")
                .hears(reply)
                .fails(HashUnavailableException.class, Phase.REPLY, "HASH /a", "/a")
                .isReady();
        ask(HASH_SHA_1, XCRC)
                .says("HASH /a")
                .hears(reply)
                .says("XCRC /a")
                .hears("250 3610A686")
                .finishes(BY_CRC)
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 ok", "250 1 2", "250 3610A686 3610A687", "250 3610A6861", "250 -1"})
    void whatMayMeanAnythingMeansNothing(String reply) {
        ask(XCRC).says("XCRC /a").hears(reply).fails(HashUnavailableException.class, Phase.REPLY, "does not answer it");
    }

    @Test
    void aRangeIsComparedWithTheSize() {
        Transcript.of(new HashDialogue("/a", -1, List.of(HASH_SHA_1)))
                .says("HASH /a")
                .hears("213 SHA-1 0-5 " + SHA_1 + " /a")
                .says("SIZE /a")
                .hears("213 5")
                .finishes(BY_SHA_1)
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(strings = {"213 9", "213 what", "550 no"})
    void aRangeThatCannotBeComparedIsNoProof(String size) {
        Transcript.of(new HashDialogue("/a", -1, List.of(HASH_SHA_1)))
                .says("HASH /a")
                .hears("213 SHA-1 0-5 " + SHA_1 + " /a")
                .says("SIZE /a")
                .hears(size)
                .fails(HashUnavailableException.class, Phase.REPLY, "0-5")
                .isReady();
    }

    @Test
    void withoutARangeTheSizeDoesNotMatter() {
        Transcript.of(new HashDialogue("/a", -1, List.of(HASH_SHA_1)))
                .says("HASH /a")
                .hears("213 SHA-1 " + SHA_1)
                .finishes(BY_SHA_1);
    }

    @Test
    void anEmptyFileHasAHash() {
        Transcript.of(new HashDialogue("/a", 0, List.of(HASH_SHA_1)))
                .says("HASH /a")
                .hears("213 SHA-1 0-0 " + SHA_1 + " /a")
                .finishes(BY_SHA_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502})
    void anUnknownCommandIsRememberedAndNotSaidAgain(int code) {
        ask(HASH_SHA_1, HASH_MD5, XMD5)
                .says("HASH /a")
                .hears(code + " what?")
                .learns(Lesson.HASH_REFUSED)
                .says("XMD5 /a")
                .hears("250 " + MD5)
                .finishes(BY_MD5)
                .isReady();
    }

    /** ProFTPD: XSHA1 requires end (0) greater than start (0). */
    @ParameterizedTest
    @ValueSource(ints = {501, 503, 504})
    void anotherRefusalTellsOfThisFileOnly(int code) {
        ask(XMD5, XCRC)
                .says("XMD5 /a")
                .hears(code + " no")
                .says("XCRC /a")
                .hears("250 3610A686")
                .finishes(BY_CRC)
                .isReady();
    }

    @Test
    void anAlgorithmThatCannotBeChosenIsPassedOver() {
        ask(HASH_MD5, XMD5)
                .says("OPTS HASH MD5")
                .hears("501 MD5: Unsupported algorithm")
                .says("XMD5 /a")
                .hears("250 " + MD5)
                .finishes(BY_MD5);
    }

    @Test
    void theLastRefusalIsTold() {
        ask(XCRC)
                .says("XCRC /a")
                .hears("502 not here")
                .learns(Lesson.XCRC_REFUSED)
                .fails(HashUnavailableException.class, error -> {
                    assertThat(error.reply())
                            .hasValueSatisfying(
                                    reply -> assertThat(reply.code()).isEqualTo(502));
                    assertThat(error.command())
                            .hasValueSatisfying(
                                    command -> assertThat(command.is(Verb.XCRC)).isTrue());
                    assertThat(error.isTransient()).isFalse();
                })
                .isReady();
    }

    @Test
    void withoutAnyWayNothingIsSaid() {
        ask().fails(HashUnavailableException.class, Phase.REPLY, "announces none")
                .isReady();
    }

    @ParameterizedTest
    @CsvSource({"450, true", "451, true", "530, false", "550, false", "552, false", "553, false", "556, false"})
    void aRefusalOfTheFileIsTheLastWord(int code, boolean isTransient) {
        ask(HASH_SHA_1, XCRC)
                .says("HASH /a")
                .hears(code + " no")
                .fails(
                        NegativeReplyException.class,
                        error -> assertThat(error.isTransient()).isEqualTo(isTransient))
                .isReady();
    }

    @Test
    void aChoiceThatIsRefusedForNowIsAFailure() {
        ask(HASH_MD5, XMD5)
                .says("OPTS HASH MD5")
                .hears("450 later")
                .fails(NegativeReplyException.class, Phase.REPLY, "450 later")
                .isReady();
    }

    @Test
    void computingMayTakeAsLongAsAFinalReply() {
        ask(HASH_SHA_1)
                .says("HASH /a")
                .waits(Phase.FINAL_REPLY)
                .hears("150 computing")
                .doesNothing()
                .expires()
                .fails(DeadlineExceededException.class, Phase.FINAL_REPLY)
                .closes();
    }

    @Test
    void whoLosesInterestLetsTheServerFinish() {
        ask(HASH_SHA_1)
                .says("HASH /a")
                .aborts()
                .waits(Phase.ABORT)
                .hears("213 SHA-1 0-5 " + SHA_1 + " /a")
                .settles();
    }

    @Test
    void whatCannotBeSaidIsRefusedBeforehand() {
        assertThatThrownBy(() -> new HashDialogue("/a\r\nDELE /b", SIZE, List.of(HASH_SHA_1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
