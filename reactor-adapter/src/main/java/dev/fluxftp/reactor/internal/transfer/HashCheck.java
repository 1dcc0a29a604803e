package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.HashMismatchException;
import dev.fluxftp.protocol.HashUnavailableException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.session.HashDialogue;
import dev.fluxftp.session.HashRung;
import dev.fluxftp.transfer.Healing;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The top of the ladder: what the server computes of its file, and whether that is what this side has computed. */
public final class HashCheck {

    private static final long UNKNOWN = -1;

    private HashCheck() {}

    /** What the server will be asked for, so that it can be computed while bytes move; empty where it announces nothing. */
    public static Optional<HashAlgorithm> algorithm(ControlChannel session) {
        return rungs(session).stream().map(HashRung::algorithm).findFirst();
    }

    /** The strongest hash that the server gives. */
    public static Mono<FileHash> hash(ControlChannel session, String path) {
        return ask(session, path, UNKNOWN, rungs(session));
    }

    /** The strongest hash that the server gives; empty where it gives none, be it of any file or of this one. */
    static Mono<FileHash> ifGiven(ControlChannel session, String path) {
        return hash(session, path).onErrorResume(HashCheck::isNotGiven, e -> Mono.empty());
    }

    /** By that algorithm and no other. */
    public static Mono<FileHash> hash(ControlChannel session, String path, HashAlgorithm algorithm) {
        return ask(
                session,
                path,
                UNKNOWN,
                rungs(session).stream()
                        .filter(rung -> rung.algorithm() == algorithm)
                        .toList());
    }

    /**
     * Compares. Emits the hash on which both sides agree; empty where the server gives none, be it of any file or of this
     * one; {@code HashMismatchException} where they differ.
     *
     * @param size of the whole file
     * @param local computes this side's hash; what the server used at last need not be what {@link #algorithm} foretold
     */
    public static Mono<FileHash> confirm(
            ControlChannel session, String path, long size, Function<HashAlgorithm, Mono<FileHash>> local) {
        return ask(session, path, size, rungs(session))
                .onErrorResume(HashCheck::isNotGiven, e -> Mono.empty())
                .flatMap(there -> local.apply(there.algorithm())
                        .flatMap(here -> here.equals(there)
                                ? Mono.just(there)
                                : Mono.error(new HashMismatchException(path, here, there, size))));
    }

    /** {@link #confirm(ControlChannel, String, long, Function)}, asked again where the question got no answer. */
    public static Mono<FileHash> confirm(
            Sessions sessions, Healing healing, String path, long size, Function<HashAlgorithm, Mono<FileHash>> local) {
        return sessions.useOnce(session -> confirm(session, path, size, local))
                // the question can be asked again, but a server that is too slow will be so again
                .retryWhen(Attempts.of(
                        healing, error -> error.isTransient() && !(error instanceof DeadlineExceededException)));
    }

    private static List<HashRung> rungs(ControlChannel session) {
        return HashRung.announced(session.features(), session.profile());
    }

    private static Mono<FileHash> ask(ControlChannel session, String path, long size, List<HashRung> rungs) {
        return session.perform(() -> new HashDialogue(path, size, rungs));
    }

    private static boolean isNotGiven(Throwable error) {
        return error instanceof HashUnavailableException
                || (error instanceof NegativeReplyException refusal && !refusal.isTransient());
    }
}
