package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.reactor.internal.pool.HeldSession;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.session.CommandDialogues;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * One session that is held: the verbs of {@link FtpOperations}, and those that make sense only where the next command
 * meets the same session. Commands are said in the order of subscription; one that is subscribed while a transfer goes on
 * waits for its end.
 */
@CheckReturnValue
public final class FtpConnection extends FtpOperations {

    /** Words that would make the session something else than this client believes it to be. */
    private static final Set<String> HAVE_A_METHOD = Set.of(
            "USER", "PASS", "ACCT", "REIN", "QUIT", "AUTH", "CCC", "PROT", "PBSZ", "PORT", "PASV", "EPRT", "EPSV",
            "REST", "TYPE", "MODE", "STRU", "RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD", "ABOR");

    private final FtpClientConfig config;
    private final HeldSession held;

    FtpConnection(FtpClientConfig config, HeldSession held) {
        this.config = config;
        this.held = held;
    }

    /** CWD (RFC 959 4.1.1): relative paths of later commands start there. */
    public Mono<Void> changeWorkingDirectory(String path) {
        return Mono.defer(() -> {
            held.retire();
            return held.current()
                    .perform(() -> CommandDialogues.changeWorkingDirectory(path))
                    .then();
        });
    }

    /** PWD. */
    public Mono<String> workingDirectory() {
        return Mono.defer(() -> held.current().perform(CommandDialogues::workingDirectory));
    }

    /** Any command that needs no data connection and has no method here. */
    public Mono<Reply> command(String word) {
        return command(word, "");
    }

    /**
     * Any command that needs no data connection and has no method here, for instance {@code SITE} with
     * {@code CHMOD 644 a}. Emits the reply, or fails with {@code NegativeReplyException} where it says no. Fails with
     * {@code IllegalArgumentException} if the argument holds CR, LF or NUL, or if the command would change what this
     * client knows of the session.
     */
    public Mono<Reply> command(String word, String argument) {
        return Mono.defer(() -> {
            Command command = Command.raw(word, argument);
            if (HAVE_A_METHOD.contains(command.word())) {
                throw new IllegalArgumentException(command.word() + " is not for command(): it changes the session");
            }
            held.retire();
            return held.current().perform(() -> CommandDialogues.plain(command));
        });
    }

    /** What the server said in its reply to FEAT. */
    public Features features() {
        return held.current().features();
    }

    /** QUIT, then closes. Completes once the connection is closed, also when the server does not answer. */
    public Mono<Void> quit() {
        return Mono.defer(() -> held.current().quit());
    }

    /** The pool takes back only what is as it was lent. */
    void giveBack() {
        held.giveBack();
    }

    @Override
    String resource(String path) {
        return config.resource(path);
    }

    @Override
    Sessions sessions() {
        return held;
    }

    @Override
    FtpClientConfig config() {
        return config;
    }
}
