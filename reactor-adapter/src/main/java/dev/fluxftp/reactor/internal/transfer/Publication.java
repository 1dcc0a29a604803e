package dev.fluxftp.reactor.internal.transfer;

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
import reactor.util.retry.Retry;

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
    private long size;
    private boolean renaming;
    /** From the moment when it is asked for, because the reply may be lost, to the one when it is known not to be so. */
    private boolean isAside;

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
    public Mono<Void> publish(Sessions sessions, long whole) {
        size = whole;
        return sessions.useOnce(
                        session -> isDone(session).flatMap(done -> done ? Mono.<Void>empty() : replace(session)))
                .retryWhen(Attempts.of(healing, e -> e.isTransient() && renaming))
                .then(Mono.defer(() -> forgetAside(sessions)));
    }

    /** DELE of the temporary file, as far as that is possible. */
    public Mono<Void> discard(Sessions sessions) {
        return tidying(sessions.useOnce(session -> delete(session, temporary)));
    }

    /** The same after a cancel: the STOR may still be on its way on another session, and its file be made after the DELE. */
    public Mono<Void> discardLater(Sessions sessions) {
        return tidying(sessions.useOnce(session -> delete(session, temporary))
                .retryWhen(Retry.fixedDelay(5, Duration.ofMillis(200)).filter(Publication::isRefused)));
    }

    /** It was not published, or nobody knows: an old file that has stepped aside comes back, as far as that is possible. */
    public Mono<Void> rollBack(Sessions sessions) {
        return tidying(Mono.defer(() -> isAside ? sessions.useOnce(this::undo) : Mono.empty()));
    }

    private static Mono<Void> tidying(Mono<Void> work) {
        return work.timeout(TIDYING).onErrorComplete();
    }

    private Mono<Void> undo(ControlChannel session) {
        return isDone(session).flatMap(done -> done ? delete(session, aside) : comeBackIfMissing(session));
    }

    private Mono<Void> comeBackIfMissing(ControlChannel session) {
        return RemoteFiles.size(session, path)
                .flatMap(there -> there.isPresent() ? Mono.<Void>empty() : rename(session, aside, path));
    }

    /** True when an earlier attempt had succeeded, and only the reply was lost. */
    private Mono<Boolean> isDone(ControlChannel session) {
        return renaming
                ? RemoteFiles.size(session, temporary)
                        .zipWith(RemoteFiles.size(session, path))
                        .map(both -> both.getT1().isEmpty() && both.getT2().equals(Optional.of(size)))
                : Mono.just(Boolean.FALSE);
    }

    private Mono<Void> replace(ControlChannel session) {
        return rename(session, temporary, path)
                .doOnSubscribe(begins -> renaming = true)
                .onErrorResume(Publication::isOverwriteRefused, refusal -> makeWay(session, refusal));
    }

    /** What is at the name steps aside, unless it has done so in an attempt before: then that did not help. */
    private Mono<Void> makeWay(ControlChannel session, Throwable refusal) {
        return RemoteFiles.size(session, path).flatMap(there -> {
            if (there.isPresent()) {
                return stepAside(session, refusal)
                        .then(Mono.defer(() -> rename(session, temporary, path)))
                        .onErrorResume(e -> isAside && isRefused(e), again -> comeBack(session, again));
            }
            return isAside ? comeBack(session, refusal) : Mono.<Void>error(refusal);
        });
    }

    private Mono<Void> stepAside(ControlChannel session, Throwable refusal) {
        return rename(session, path, aside)
                .doOnSubscribe(begins -> isAside = true)
                .onErrorMap(Publication::isRefused, stuck -> {
                    isAside = false;
                    refusal.addSuppressed(stuck);
                    return refusal;
                });
    }

    private Mono<Void> comeBack(ControlChannel session, Throwable why) {
        return rename(session, aside, path)
                .doOnSuccess(back -> isAside = false)
                .onErrorMap(Publication::isRefused, stuck -> {
                    why.addSuppressed(stuck);
                    return why;
                })
                .then(Mono.error(why));
    }

    /** It is published: an old file that cannot be deleted is no failure. */
    private Mono<Void> forgetAside(Sessions sessions) {
        return isAside
                ? sessions.useOnce(session -> delete(session, aside))
                        .retryWhen(Attempts.of(healing, e -> e.isTransient()))
                        .onErrorComplete()
                : Mono.empty();
    }

    private static Mono<Void> delete(ControlChannel session, String name) {
        return session.perform(() -> CommandDialogues.delete(name)).then();
    }

    private static Mono<Void> rename(ControlChannel session, String from, String to) {
        return session.perform(() -> CommandDialogues.rename(from, to)).then();
    }

    private static boolean isRefused(Throwable error) {
        return error instanceof NegativeReplyException refusal && !refusal.isTransient();
    }

    private static boolean isOverwriteRefused(Throwable error) {
        return isRefused(error)
                && ((NegativeReplyException) error)
                        .command()
                        .filter(command -> command.is(Verb.RNTO))
                        .isPresent();
    }

    private static String unique() {
        return String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
    }
}
