package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.transfer.Healing;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/**
 * A file that appears under its name only when it is whole: it is uploaded under a temporary name in the same directory, and
 * renamed. What had the name is replaced and never deleted before. Made for one subscription.
 */
public final class Publication {

    /** Tidying up must not hold back the failure that made it necessary. */
    private static final Duration TIDYING = Duration.ofSeconds(5);

    private final String path;
    private final String temporary;
    private final String aside;
    private final Healing healing;
    private boolean renaming;
    private boolean steppingAside;
    private boolean movedAside;

    private Publication(String path, String temporary, Healing healing) {
        this.path = path;
        this.temporary = temporary;
        this.aside = path + '.' + unique() + ".old";
        this.healing = healing;
    }

    /** Under a name that nobody else uses. */
    public static Publication unique(String path, Healing healing) {
        return new Publication(path, path + '.' + unique() + ".part", healing);
    }

    /** Under a name that the next attempt, perhaps of another process, finds again. */
    public static Publication resumable(String path, Healing healing) {
        return new Publication(path, path + ".part", healing);
    }

    public String temporary() {
        return temporary;
    }

    /** RNFR and RNTO. Where the server does not overwrite, the old file steps aside, and comes back if that was in vain. */
    public Mono<Void> publish(Sessions sessions, long size) {
        return sessions.useOnce(session -> isDone(session, size)
                        .flatMap(done -> done ? Mono.<Void>empty() : replace(session))
                        .then(Mono.defer(() -> forgetAside(session))))
                .retryWhen(Attempts.of(healing, e -> e.isTransient() && renaming));
    }

    /** DELE of the temporary file after the old one has come back, as far as that is possible. */
    public Mono<Void> discard(Sessions sessions) {
        return bringBack(sessions)
                .then(Mono.defer(
                        () -> sessions.useOnce(session -> session.perform(() -> CommandDialogues.delete(temporary)))))
                .timeout(TIDYING)
                .then()
                .onErrorComplete();
    }

    /** True when an earlier attempt had succeeded, and only the reply was lost. */
    private Mono<Boolean> isDone(ControlChannel session, long size) {
        return renaming
                ? RemoteFiles.size(session, temporary)
                        .zipWith(RemoteFiles.size(session, path))
                        .map(both -> both.getT1().isEmpty() && both.getT2().equals(Optional.of(size)))
                : Mono.just(Boolean.FALSE);
    }

    private Mono<Void> replace(ControlChannel session) {
        return rename(session, temporary, path)
                .doOnSubscribe(begins -> renaming = true)
                .onErrorResume(Publication::isRefused, refusal -> stepAside(session, refusal));
    }

    private Mono<Void> stepAside(ControlChannel session, Throwable refusal) {
        return RemoteFiles.size(session, path)
                .filter(Optional::isPresent)
                .switchIfEmpty(Mono.error(refusal))
                .flatMap(there -> rename(session, path, aside).doOnSubscribe(begins -> steppingAside = true))
                .onErrorMap(FtpException.class, e -> e.isTransient() ? e : (FtpException) refusal)
                .then(Mono.defer(() -> {
                    movedAside = true;
                    return rename(session, temporary, path);
                }))
                .onErrorResume(e -> movedAside && isRefused(e), again -> comeBack(session, again));
    }

    private Mono<Void> comeBack(ControlChannel session, Throwable why) {
        return rename(session, aside, path)
                .doOnSuccess(back -> movedAside = false)
                .then(Mono.error(why));
    }

    /** Nobody has the name if it ended between the two renames. A server where that is so does not overwrite either. */
    private Mono<Void> bringBack(Sessions sessions) {
        return steppingAside
                ? sessions.useOnce(session -> RemoteFiles.size(session, path)
                                .filter(Optional::isEmpty)
                                .flatMap(nobody -> rename(session, aside, path)))
                        .onErrorComplete()
                : Mono.empty();
    }

    /** It is published: an old file that cannot be deleted is no failure. */
    private Mono<Void> forgetAside(ControlChannel session) {
        return movedAside
                ? session.perform(() -> CommandDialogues.delete(aside)).then().onErrorComplete()
                : Mono.empty();
    }

    private static Mono<Void> rename(ControlChannel session, String from, String to) {
        return session.perform(() -> CommandDialogues.rename(from, to)).then();
    }

    private static boolean isRefused(Throwable error) {
        return error instanceof NegativeReplyException refusal
                && !refusal.isTransient()
                && refusal.command().filter(command -> command.is(Verb.RNTO)).isPresent();
    }

    private static String unique() {
        return String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
    }
}
