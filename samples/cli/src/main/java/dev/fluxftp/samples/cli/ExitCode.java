package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.protocol.HashUnavailableException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.TlsFailedException;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.Exceptions;

/** What the program tells its caller. The numbers are part of its interface. */
enum ExitCode {
    DONE(0, "done"),
    UNEXPECTED(1, "unexpected failure"),
    WRONG_USE(2, "wrong use"),
    CANNOT_CONNECT(3, "unknown host, or it does not answer at that port"),
    TLS(4, "TLS failed, or the certificate is not to be trusted"),
    LOGIN(5, "login refused"),
    NOT_THERE(6, "no such file or directory on the server, or no permission"),
    REFUSED(7, "refused by the server for another reason"),
    LOCAL_FILE(8, "the local file cannot be read or written"),
    DEADLINE(9, "a deadline passed"),
    INCOMPLETE(10, "the connection was lost, or the transfer is incomplete; --resume goes on"),
    CHANGED(11, "cannot resume: the file is not the same any more"),
    NOT_FTP(12, "the server does not speak FTP as it should"),
    DIFFERENT(13, "every byte was moved, but the server has another hash of the file"),
    /** The JVM's own for SIGINT. */
    INTERRUPTED(130, "interrupted; --resume goes on");

    private static final Map<Class<? extends FtpException>, ExitCode> BY_TYPE = Map.ofEntries(
            Map.entry(ConnectFailedException.class, CANNOT_CONNECT),
            Map.entry(TlsFailedException.class, TLS),
            Map.entry(LoginRefusedException.class, LOGIN),
            Map.entry(LocalFileException.class, LOCAL_FILE),
            Map.entry(CheckpointException.class, LOCAL_FILE),
            Map.entry(DeadlineExceededException.class, DEADLINE),
            Map.entry(ConnectionLostException.class, INCOMPLETE),
            Map.entry(RemoteChangedException.class, CHANGED),
            Map.entry(ProtocolViolationException.class, NOT_FTP),
            Map.entry(HashMismatchException.class, DIFFERENT),
            Map.entry(HashUnavailableException.class, REFUSED));

    /** File busy, not there, or its name not allowed: servers make little difference (RFC 959 4.2.2). */
    private static final Set<Integer> ABOUT_THE_FILE = Set.of(450, 550, 553);

    private static final int DISK_FULL = 452;

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    static ExitCode of(Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        if (cause instanceof FtpException ftp) {
            return of(ftp);
        }
        if (cause instanceof TimeoutException) {
            return DEADLINE;
        }
        if (cause instanceof InvalidPathException) {
            return LOCAL_FILE;
        }
        return cause instanceof IllegalArgumentException ? WRONG_USE : UNEXPECTED;
    }

    private static ExitCode of(FtpException failure) {
        if (failure instanceof NegativeReplyException refusal) {
            boolean aboutTheFile = refusal.reply()
                    .map(Reply::code)
                    .filter(ABOUT_THE_FILE::contains)
                    .isPresent();
            return aboutTheFile ? NOT_THERE : REFUSED;
        }
        if (failure instanceof IncompleteTransferException incomplete) {
            boolean refused = incomplete.reply().filter(ExitCode::isFinal).isPresent();
            boolean late = incomplete.getCause() instanceof DeadlineExceededException;
            return refused ? REFUSED : late ? DEADLINE : INCOMPLETE;
        }
        return BY_TYPE.getOrDefault(failure.getClass(), UNEXPECTED);
    }

    private static boolean isFinal(Reply reply) {
        return reply.isPermanentNegative() || reply.code() == DISK_FULL;
    }

    /** For {@code --help}. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode each : values()) {
            meanings.put(String.format("%3d", each.code), each.meaning);
        }
        return meanings;
    }
}
