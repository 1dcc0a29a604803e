package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.protocol.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDialoguesTest {

    /** A dialogue of one command: how it is said, a good reply, what that means. */
    record Question(String line, Supplier<Dialogue<?>> dialogue, String good, Object result) {
        Transcript asked() {
            return Transcript.of(dialogue.get()).says(line);
        }

        @Override
        public String toString() {
            return line;
        }
    }

    private static Question question(String line, Supplier<Dialogue<?>> dialogue, String good, Object result) {
        return new Question(line, dialogue, good, result);
    }

    private static Question order(String line, Supplier<Dialogue<?>> dialogue) {
        return question(line, dialogue, "250 done", Reply.of(250, "done"));
    }

    static List<Question> questions() {
        return List.of(
                question("SIZE /a", () -> CommandDialogues.size("/a"), "213 51", 51L),
                question(
                        "MDTM /a",
                        () -> CommandDialogues.modified("/a"),
                        "213 20261121133107",
                        TimeVal.parse("20261121133107").orElseThrow()),
                question(
                        "MLST /a",
                        () -> CommandDialogues.facts("/a"),
                        "250-x\r\n type=file; /a\r\n250 y",
                        Optional.of(" type=file; /a")),
                question("PWD", CommandDialogues::workingDirectory, "257 \"/home\" is it", "/home"),
                order("DELE /a", () -> CommandDialogues.delete("/a")),
                order("RMD /a", () -> CommandDialogues.removeDirectory("/a")),
                order("MKD /a", () -> CommandDialogues.makeDirectory("/a")),
                order("CWD /a", () -> CommandDialogues.changeWorkingDirectory("/a")),
                order("SITE CHMOD 644 a", () -> CommandDialogues.plain(Command.raw("SITE", "CHMOD 644 a"))));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answered(Question question) {
        question.asked()
                .waits(Phase.REPLY)
                .hears(question.good)
                .waits(null)
                .finishes(question.result)
                .isReady();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void refused(Question question) {
        for (int code : new int[] {450, 451, 500, 502, 530, 553}) {
            question.asked()
                    .hears(code + " no")
                    .fails(NegativeReplyException.class, error -> {
                        assertThat(error).hasMessage(code + " no (" + question.line + ")");
                        assertThat(error.phase()).isEqualTo(Phase.REPLY);
                    })
                    .isReady();
        }
    }

    /** Only the escape hatch takes "go on" for an answer. */
    @ParameterizedTest
    @MethodSource("questions")
    void goOnIsNoAnswer(Question question) {
        Transcript transcript = question.asked().hears("350 go on");
        if (question.line.startsWith("SITE")) {
            transcript.finishes(Reply.of(350, "go on")).isReady();
        } else {
            transcript
                    .fails(NegativeReplyException.class, Phase.REPLY, "350 go on (" + question.line + ")")
                    .isReady();
        }
    }

    /** If it were, the answer itself would be taken for that to the next command. */
    @ParameterizedTest
    @MethodSource("questions")
    void aMomentIsNoAnswer(Question question) {
        question.asked()
                .waits(Phase.REPLY)
                .hears("110 a moment")
                .doesNothing()
                .hears("150 another")
                .doesNothing()
                .hears(question.good)
                .finishes(question.result)
                .isReady();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void notWantedAnyMore(Question question) {
        question.asked()
                .aborts()
                .waits(Phase.ABORT)
                .is(ControlState.ABORTING)
                .hears("110 a moment")
                .doesNothing()
                .hears(question.good)
                .settles();
        question.asked().aborts().hears("500 no").settles();
    }

    @ParameterizedTest
    @CsvSource({"SIZE, none", "SIZE, -1", "SIZE, 99999999999999999999", "MDTM, 191000101000000", "MDTM, x", "PWD, /home"
    })
    void answersThatMakeNoSense(Verb verb, String text) {
        Dialogue<?> dialogue = switch (verb) {
            case SIZE -> CommandDialogues.size("a");
            case MDTM -> CommandDialogues.modified("a");
            default -> CommandDialogues.workingDirectory();
        };
        Transcript.of(dialogue)
                .says(verb == Verb.PWD ? "PWD" : verb + " a")
                .hears("213 " + text)
                .fails(ProtocolViolationException.class, Phase.REPLY, "does not answer it: 213 " + text)
                .isReady();
    }

    @Test
    void factsOfApacheBeginWithAnEmptyLine() {
        Transcript.of(CommandDialogues.facts("a"))
                .says("MLST a")
                .hears("250-", "", "Size=3;Type=file; a", "250 Requested file action okay.")
                .finishes(Optional.of("Size=3;Type=file; a"))
                .isReady();
    }

    @Test
    void factsOfNothing() {
        Transcript.of(CommandDialogues.facts("a"))
                .says("MLST a")
                .hears("550 no such file")
                .finishes(Optional.empty())
                .isReady();
        for (String empty : new String[] {"250 ok", "250-a\r\n250 b", "250-a\r\n \r\n250 b"}) {
            Transcript.of(CommandDialogues.facts("a"))
                    .says("MLST a")
                    .hears(empty)
                    .fails(ProtocolViolationException.class, Phase.REPLY, "MLST a")
                    .isReady();
        }
    }

    @Test
    void rename() {
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .hears("350 to?")
                .says("RNTO b")
                .waits(Phase.REPLY)
                .hears("250 done")
                .finishes(Reply.of(250, "done"))
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 550, 250})
    void renameRefusedAtTheFirstHalf(int code) {
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .hears(code + " no")
                .fails(NegativeReplyException.class, Phase.REPLY, code + " no (RNFR a)")
                .isReady();
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 553, 350})
    void renameRefusedAtTheSecondHalf(int code) {
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .hears("350 to?")
                .says("RNTO b")
                .hears(code + " no")
                .fails(NegativeReplyException.class, Phase.REPLY, code + " no (RNTO b)")
                .isReady();
    }

    @Test
    void renameNotWantedAnyMore() {
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .aborts()
                .hears("350 to?")
                .settles();
        Transcript.of(CommandDialogues.rename("a", "b"))
                .says("RNFR a")
                .hears("350 to?")
                .says("RNTO b")
                .aborts()
                .hears("250 done")
                .settles();
    }

    @Test
    void isDirectory() {
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD /pub")
                .hears("250 there")
                .says("CWD /home")
                .hears("250 back")
                .finishes(true)
                .isReady();
    }

    @Test
    void isNoDirectory() {
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD /pub")
                .hears("550 no")
                .finishes(false)
                .isReady();
    }

    @Test
    void whatIsBusyMayStillBeADirectory() {
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD /pub")
                .hears("450 busy")
                .fails(NegativeReplyException.class, Phase.REPLY, "450 busy (CWD /pub)")
                .isReady();
    }

    @Test
    void nobodyLeavesAPlaceWithoutKnowingItsName() {
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("550 no")
                .fails(NegativeReplyException.class, Phase.REPLY, "550 no (PWD)")
                .isReady();
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 somewhere")
                .fails(ProtocolViolationException.class, Phase.REPLY, "257 somewhere")
                .isReady();
    }

    @Test
    void noWayBackEndsTheSession() {
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD /pub")
                .hears("250 there")
                .says("CWD /home")
                .hears("550 no")
                .fails(NegativeReplyException.class, Phase.REPLY, "550 no (CWD /home)")
                .closes();
    }

    @Test
    void notWantedBeforeItWent() {
        Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .aborts()
                .hears("257 \"/home\"")
                .settles();
    }

    /** Else the next borrower of the session would read its paths in the wrong place. */
    @Test
    void notWantedOnTheWayGoesBackAllTheSame() {
        Transcript there = Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD /pub");
        there.aborts().hears("250 there").says("CWD /home").hears("250 back").settles();
        Transcript back = Transcript.of(CommandDialogues.isDirectory("/pub"))
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD /pub")
                .hears("250 there")
                .says("CWD /home");
        back.aborts().hears("550 no").says("CWD /home").hears("550 no").closes("550 no (CWD /home)");
    }

    @Test
    void makeDirectories() {
        Transcript.of(CommandDialogues.makeDirectories("/a/b/c"))
                .says("MKD /a")
                .hears("550 exists")
                .says("MKD /a/b")
                .hears("257 \"/a/b\" made")
                .says("MKD /a/b/c")
                .hears("257 \"/a/b/c\" made")
                .finishes(true)
                .isReady();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a,        a",
                "/a,       /a",
                "a/,       a",
                "a/b,      a;a/b",
                "/a/b/,    /a;/a/b",
                "a//b,     a;a//b",
                "//a,      //a",
                "'a b/c',  a b;a b/c",
                "'',       -",
                "/,        -",
                "//,       -"
            })
    void everyFolderOnTheWay(String path, String folders) {
        Transcript transcript = Transcript.of(CommandDialogues.makeDirectories(path));
        if (folders != null) {
            Arrays.stream(folders.split(";"))
                    .forEach(folder -> transcript.says("MKD " + folder).hears("257 made"));
        }
        transcript.finishes(true).isReady();
    }

    @Test
    void whatExistsAlreadyIsMade() {
        Transcript.of(CommandDialogues.makeDirectories("a"))
                .says("MKD a")
                .hears("550 exists")
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD a")
                .hears("250 there")
                .says("CWD /home")
                .hears("250 back")
                .finishes(true)
                .isReady();
    }

    @Test
    void whatCannotBeMadeIsToldByTheRefusalToMakeIt() {
        Transcript.of(CommandDialogues.makeDirectories("a"))
                .says("MKD a")
                .hears("550 permission denied")
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD a")
                .hears("550 no such folder")
                .fails(NegativeReplyException.class, Phase.REPLY, "550 permission denied (MKD a)")
                .isReady();
    }

    @Test
    void notWantedWhileMakingDirectories() {
        Transcript.of(CommandDialogues.makeDirectories("a/b"))
                .says("MKD a")
                .aborts()
                .hears("257 made")
                .settles();
        Transcript.of(CommandDialogues.makeDirectories("a"))
                .says("MKD a")
                .hears("550 exists")
                .says("PWD")
                .hears("257 \"/home\"")
                .says("CWD a")
                .aborts()
                .hears("250 there")
                .says("CWD /home")
                .hears("250 back")
                .settles();
    }

    @Test
    void aMomentIsNoAnswerWhileMakingDirectories() {
        Transcript.of(CommandDialogues.makeDirectories("a/b"))
                .says("MKD a")
                .hears("110 a moment")
                .doesNothing()
                .hears("257 made")
                .says("MKD a/b");
    }

    /** 421, silence, goodbye and a second reply end the session, whatever was asked. */
    @ParameterizedTest
    @MethodSource("questions")
    void theSessionEnds(Question question) {
        question.asked()
                .hears("421 goodbye")
                .fails(NegativeReplyException.class, Phase.REPLY, "421 goodbye (" + question.line + ")")
                .closes();
        question.asked()
                .hears(question.good, "200 more")
                .finishes(question.result)
                .closes("to no command: 200 more");
    }
}
