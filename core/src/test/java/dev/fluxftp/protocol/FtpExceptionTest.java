package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FtpExceptionTest {

    private static final Command RETR = Command.of(Verb.RETR, "/a");
    private static final Command PASS = Command.of(Verb.PASS, "s3cret");
    private static final String HOSTILE = "no\r\nsuch\u001b[2J\u202e file";

    @ParameterizedTest
    @CsvSource({
        "421, true",
        "425, true",
        "426, true",
        "450, true",
        "451, true",
        "452, false",
        "500, false",
        "530, false",
        "550, false",
        "552, false",
        "553, false",
        "200, false",
        "350, false"
    })
    void aRefusalIsTransientByItsCode(int code, boolean expected) {
        Reply reply = Reply.of(code, "x");
        assertThat(new NegativeReplyException(Phase.REPLY, RETR, reply).isTransient())
                .isEqualTo(expected);
        assertThat(incomplete(Phase.FINAL_REPLY, reply).isTransient()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"426, true", "452, false", "551, true", "550, true", "552, false"})
    void aRefusalInTheMiddleTellsOfTheConnection(int code, boolean expected) {
        assertThat(incomplete(Phase.DATA, Reply.of(code, "x")).isTransient()).isEqualTo(expected);
    }

    private static IncompleteTransferException incomplete(Phase phase, Reply reply) {
        return new IncompleteTransferException(phase, RETR, 1, -1, new NegativeReplyException(phase, RETR, reply));
    }

    @ParameterizedTest
    @CsvSource({"421, true", "430, true", "530, false", "332, false", "331, false", "500, false"})
    void aRefusedLoginIsTransientByItsCode(int code, boolean expected) {
        assertThat(new LoginRefusedException(PASS, Reply.of(code, "x")).isTransient())
                .isEqualTo(expected);
    }

    @Test
    void theOthersAreTransientByWhatHappened() {
        for (CheckpointException.Reason reason : CheckpointException.Reason.values()) {
            assertThat(new CheckpointException(reason, "x").isTransient())
                    .isEqualTo(reason == CheckpointException.Reason.IN_USE);
        }
        assertThat(new ConnectFailedException(Phase.CONNECT, "h:21", new ConnectException()).isTransient())
                .isTrue();
        assertThat(new ConnectionLostException(Phase.REPLY, RETR, null).isTransient())
                .isTrue();
        assertThat(new DeadlineExceededException(Phase.REPLY, Duration.ofSeconds(1), RETR).isTransient())
                .isTrue();
        assertThat(new LocalFileException("write", "/a", "disk full", new IOException()).isTransient())
                .isFalse();
        assertThat(new ProtocolViolationException("x").isTransient()).isFalse();
        assertThat(new RemoteChangedException("/a", "x", 1).isTransient()).isFalse();
        assertThat(new TlsFailedException(Phase.TLS, TlsFailedException.Reason.HANDSHAKE, "x", null).isTransient())
                .isFalse();
    }

    @Test
    void aHashThatDiffersNamesBoth() {
        HashMismatchException error = new HashMismatchException(
                "/a\n", new FileHash(HashAlgorithm.CRC32, "1"), new FileHash(HashAlgorithm.CRC32, "2"), 7);
        assertThat(error.isTransient()).isFalse();
        assertThat(error.bytes()).isEqualTo(7);
        assertThat(error.here().value()).isEqualTo("00000001");
        assertThat(error.there().value()).isEqualTo("00000002");
        assertThat(error)
                .hasMessageContaining("/a")
                .hasMessageNotContaining("\n")
                .hasMessageEndingWith(
                        "is not the same on both sides: CRC32 is 00000001 here and 00000002 on the server");
    }

    @Test
    void anIncompleteTransferIsAsTransientAsItsCause() {
        assertThat(incomplete(null).isTransient()).isTrue();
        assertThat(incomplete(new IOException("reset")).isTransient()).isTrue();
        assertThat(incomplete(new ConnectionLostException(Phase.DATA, RETR, null))
                        .isTransient())
                .isTrue();
        assertThat(incomplete(new TlsFailedException(Phase.DATA_TLS, TlsFailedException.Reason.HANDSHAKE, "x", null))
                        .isTransient())
                .isFalse();
    }

    @Test
    void theTestForRetriesTakesAnyError() {
        assertThat(FtpException.isTransient(new ConnectionLostException(Phase.REPLY, RETR, null)))
                .isTrue();
        assertThat(FtpException.isTransient(new ProtocolViolationException("x")))
                .isFalse();
        assertThat(FtpException.isTransient(new IOException())).isFalse();
        assertThat(FtpException.isTransient(new OutOfMemoryError())).isFalse();
    }

    @Test
    void anIncompleteTransferSaysHowFarItCame() {
        IncompleteTransferException error =
                new IncompleteTransferException(Phase.FINAL_REPLY, RETR, 1_234_567, 7_654_321, null);
        assertThat(error.bytes()).isEqualTo(1_234_567);
        assertThat(error.expected()).hasValue(7_654_321);
        assertThat(error.phase()).isEqualTo(Phase.FINAL_REPLY);
        assertThat(error.command()).contains(RETR);
        assertThat(error.reply()).isEmpty();
        assertThat(error)
                .hasMessage("RETR /a stopped after 1,234,567 of 7,654,321 bytes, though the server called it complete");
        assertThat(incomplete(new NegativeReplyException(Phase.FINAL_REPLY, RETR, Reply.of(426, "cut"))))
                .hasMessage("RETR /a stopped after 5 bytes: 426 cut (RETR /a)")
                .satisfies(e -> assertThat(e.reply()).contains(Reply.of(426, "cut")))
                .satisfies(e -> assertThat(e.expected()).isEmpty());
    }

    @Test
    void figuresAreTheSameInEveryCountry() {
        Locale here = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new IncompleteTransferException(Phase.DATA, RETR, 1_234, 5_678, null))
                    .hasMessageContaining("1,234 of 5,678 bytes");
        } finally {
            Locale.setDefault(here);
        }
    }

    @Test
    void refusalsCarryCommandAndReply() {
        Reply reply = Reply.of(550, "No such file");
        NegativeReplyException error = new NegativeReplyException(Phase.REPLY, RETR, reply);
        assertThat(error).hasMessage("550 No such file (RETR /a)");
        assertThat(error.command()).contains(RETR);
        assertThat(error.reply()).contains(reply);
        assertThat(error.phase()).isEqualTo(Phase.REPLY);
        assertThat(new NegativeReplyException(Phase.GREETING, null, reply)).hasMessage("550 No such file");
        LoginRefusedException login = new LoginRefusedException(PASS, Reply.of(530, "Login incorrect."));
        assertThat(login).hasMessage("login refused: 530 Login incorrect. (PASS ***)");
        assertThat(login.phase()).isEqualTo(Phase.LOGIN);
        assertThat(login.reply()).contains(Reply.of(530, "Login incorrect."));
    }

    @Test
    void whatWasNotAnsweredSaysWhenAndWhat() {
        assertThat(new DeadlineExceededException(Phase.REPLY, Duration.ofSeconds(30), RETR))
                .hasMessage("nothing for 30 s while waiting for a reply (RETR /a)")
                .satisfies(e -> assertThat(e.command()).contains(RETR));
        assertThat(new DeadlineExceededException(Phase.GREETING, Duration.ofMillis(1500), null))
                .hasMessage("nothing for 1500 ms while waiting for the greeting")
                .satisfies(e -> assertThat(e.command()).isEmpty());
        assertThat(new ConnectionLostException(Phase.FINAL_REPLY, RETR, new IOException("reset")))
                .hasMessage(
                        "the server closed the control connection while waiting for the final reply (RETR /a): reset")
                .hasCauseInstanceOf(IOException.class);
        assertThat(new ConnectFailedException(Phase.DATA_CONNECT, "h:21", new ConnectException()))
                .hasMessage("cannot connect to h:21: ConnectException");
        assertThat(new LocalFileException("write", "/a\n", "no such\nfolder", new FileNotFoundException("x")))
                .hasMessage("cannot write /a\\u000a: no such\\u000afolder");
        assertThat(new RemoteChangedException("/a\n", "its size was 1", 7))
                .hasMessage("cannot resume /a\\u000a: its size was 1")
                .satisfies(e -> assertThat(e.bytes()).isEqualTo(7));
    }

    @Test
    void aViolationLearnsItsPhase() {
        ProtocolViolationException error = new ProtocolViolationException("the server sent a NUL in a reply");
        assertThat(error.in(Phase.REPLY)).isSameAs(error);
        ProtocolViolationException greeting = error.in(Phase.GREETING);
        assertThat(greeting.phase()).isEqualTo(Phase.GREETING);
        assertThat(greeting).hasMessage("the server sent a NUL in a reply while waiting for the greeting");
    }

    static Stream<FtpException> errorsWithHostileText() {
        Reply reply = Reply.of(550, HOSTILE, "s3cond");
        Exception cause = new IOException(HOSTILE);
        return Stream.of(
                new CheckpointException(CheckpointException.Reason.FOREIGN, HOSTILE),
                new ConnectFailedException(Phase.CONNECT, "h:21", cause),
                new ConnectionLostException(Phase.LOGIN, PASS, cause),
                new DeadlineExceededException(Phase.LOGIN, Duration.ofSeconds(1), PASS),
                new HashMismatchException(
                        HOSTILE, new FileHash(HashAlgorithm.CRC32, "1"), new FileHash(HashAlgorithm.CRC32, "2"), 7),
                new HashUnavailableException(HOSTILE, new NegativeReplyException(Phase.REPLY, RETR, reply)),
                new IncompleteTransferException(Phase.DATA, Command.of(Verb.RETR, "\u001b"), 1, 2, cause),
                incomplete(new NegativeReplyException(Phase.REPLY, RETR, reply)),
                new LocalFileException("read", HOSTILE, HOSTILE, cause),
                new LoginRefusedException(PASS, reply),
                new NegativeReplyException(Phase.REPLY, PASS, reply),
                new RemoteChangedException(HOSTILE, "x", 0));
    }

    @ParameterizedTest
    @MethodSource("errorsWithHostileText")
    void messagesAreOneLineWithoutSecrets(FtpException error) {
        assertThat(error.getMessage().codePoints())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        assertThat(error.toString()).doesNotContain("s3cret");
    }

    @Test
    void theWordsOfTheServerAreInTheMessage() {
        assertThat(errorsWithHostileText().filter(e -> e.reply().isPresent()).toList())
                .hasSize(4)
                .allSatisfy(e ->
                        assertThat(e).hasMessageContaining("550 no\\u000d\\u000asuch\\u001b[2J\\u202e file / s3cond"));
    }

    @Test
    void theTreeIsSealedAndItsLeavesAreFinal() {
        List<Class<?>> leaves = Arrays.asList(FtpException.class.getPermittedSubclasses());
        assertThat(leaves).hasSize(13).allMatch(leaf -> java.lang.reflect.Modifier.isFinal(leaf.getModifiers()));
    }

    @Test
    void everyPhaseHasWordsOfItsOwn() {
        assertThat(Arrays.stream(Phase.values()).map(Phase::text))
                .doesNotHaveDuplicates()
                .allMatch(t -> !t.isBlank());
    }

    private static IncompleteTransferException incomplete(Throwable cause) {
        return new IncompleteTransferException(Phase.DATA, RETR, 5, -1, cause);
    }
}
