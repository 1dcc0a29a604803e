package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetModifiedDialogueTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Features WITH_MFMT = new Features(true, Map.of("MFMT", ""));
    private static final Features WITHOUT = new Features(true, Map.of("MDTM", ""));
    private static final String MFMT = "MFMT 20260102030405 /a b";
    private static final String MDTM = "MDTM 20260102030405 /a b";
    private static final String UTIME = "SITE UTIME /a b 20260102030405 20260102030405 20260102030405 UTC";

    private static Transcript set(Features features) {
        return Transcript.of(CommandDialogues.setModified("/a b", TIME, features, ServerProfile.FRESH));
    }

    @Test
    void byMfmtInWholeSeconds() {
        set(WITH_MFMT)
                .says(MFMT)
                .waits(Phase.REPLY)
                .hears("213 Modify=20260102030405; /a b")
                .waits(null)
                .finishes(true)
                .isReady();
    }

    @Test
    void byMfmtWhereNothingIsKnownOfTheServer() {
        set(Features.UNKNOWN)
                .says(MFMT)
                .hears("213 Modify=20260102030405; /a b")
                .finishes(true);
    }

    /** vsftpd. */
    @Test
    void byMdtmWhereMfmtIsNotAnnounced() {
        set(WITHOUT)
                .says(MDTM)
                .hears("213 File modification time set.")
                .says("MDTM /a b")
                .hears("213 20260102030405")
                .finishes(true)
                .isReady();
    }

    @Test
    void bySiteUtimeWhereMdtmOnlyAsks() {
        set(WITHOUT)
                .says(MDTM)
                .hears("550 20260102030405 /a b: No such file or directory")
                .says(UTIME)
                .hears("200 UTIME command successful")
                .says("MDTM /a b")
                .hears("213 20260102030405.000")
                .finishes(true)
                .isReady();
    }

    @Test
    void anAnnouncementThatIsNotTrueIsRemembered() {
        set(WITH_MFMT)
                .says(MFMT)
                .hears("502 Not implemented.")
                .learns(Lesson.MFMT_REFUSED)
                .says(MDTM)
                .hears("213 ok")
                .says("MDTM /a b")
                .hears("213 20260102030405")
                .finishes(true)
                .isReady();
        Transcript.of(CommandDialogues.setModified(
                        "/a b", TIME, WITH_MFMT, new ServerProfile(Set.of(Lesson.MFMT_REFUSED))))
                .says(MDTM);
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 451, 530, 550, 553})
    void whatIsRefusedByMfmtIsRefused(int code) {
        set(WITH_MFMT)
                .says(MFMT)
                .hears(code + " no")
                .fails(NegativeReplyException.class, Phase.REPLY, code + " no (" + MFMT + ")")
                .isReady();
    }

    /** What MDTM was told is about a file; that SITE has no UTIME says nothing of it. */
    @Test
    void theServersMostTellingWordsAreGiven() {
        set(WITHOUT)
                .says(MDTM)
                .hears("550 Could not set file modification time.")
                .says(UTIME)
                .hears("500 Unknown SITE command.")
                .fails(
                        NegativeReplyException.class,
                        Phase.REPLY,
                        "550 Could not set file modification time. (" + MDTM + ")")
                .isReady();
        set(WITHOUT)
                .says(MDTM)
                .hears("501 What?")
                .says(UTIME)
                .hears("550 /a b: Permission denied")
                .fails(NegativeReplyException.class, Phase.REPLY, "550 /a b: Permission denied (" + UTIME + ")")
                .isReady();
    }

    @Test
    void aTransientRefusalIsNoReasonToAskOtherwise() {
        set(WITHOUT)
                .says(MDTM)
                .hears("451 Later.")
                .fails(NegativeReplyException.class, Phase.REPLY, "451 Later. (" + MDTM + ")")
                .isReady();
    }

    @Test
    void superfluousIsNotDone() {
        set(WITHOUT)
                .says(MDTM)
                .hears("202 Superfluous.")
                .says(UTIME)
                .hears("202 Superfluous.")
                .fails(NegativeReplyException.class, Phase.REPLY, "202 Superfluous. (" + MDTM + ")")
                .isReady();
    }

    /** A server may take time and path together for a path, and tell when that was modified. */
    @Test
    void whatWasUnderstoodOtherwiseIsNotBelieved() {
        set(WITHOUT)
                .says(MDTM)
                .hears("213 20200101000000")
                .says("MDTM /a b")
                .hears("213 20251231000000")
                .fails(
                        ProtocolViolationException.class,
                        error -> assertThat(error).hasMessageContaining("213 20251231000000"))
                .isReady();
        set(WITHOUT)
                .says(MDTM)
                .hears("213 ok")
                .says("MDTM /a b")
                .hears("550 gone")
                .fails(NegativeReplyException.class, Phase.REPLY, "550 gone (MDTM /a b)")
                .isReady();
    }

    @Test
    void refusesWhatCannotBeSaid() {
        assertThatThrownBy(() -> CommandDialogues.setModified("/a\r\nDELE b", TIME, WITHOUT, ServerProfile.FRESH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CommandDialogues.setModified(
                        "/a", Instant.ofEpochSecond(-1L << 40), WITHOUT, ServerProfile.FRESH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsTheModeInOctal() {
        Transcript.of(CommandDialogues.setMode("/a b", 0640))
                .says("SITE CHMOD 640 /a b")
                .hears("200 SITE CHMOD command ok.")
                .finishes(Reply.of(200, "SITE CHMOD command ok."))
                .isReady();
        Transcript.of(CommandDialogues.setMode("/a", 04007)).says("SITE CHMOD 007 /a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"202 Superfluous.", "500 Unknown SITE command.", "550 SITE CHMOD command failed."})
    void aModeThatIsNotSetIsAFailure(String words) {
        Transcript.of(CommandDialogues.setMode("/a", 0600))
                .says("SITE CHMOD 600 /a")
                .hears(words)
                .fails(NegativeReplyException.class, Phase.REPLY, words + " (SITE CHMOD 600 /a)")
                .isReady();
    }
}
