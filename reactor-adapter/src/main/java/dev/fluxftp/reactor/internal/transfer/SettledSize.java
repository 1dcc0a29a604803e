package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.session.CommandDialogues;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * How much of an upload the server has, asked until two answers agree: what was sent over a connection that broke may still
 * be on its way to the file.
 */
final class SettledSize {

    private static final long ABSENT = 0;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int MOST_CHECKS = 40;

    private SettledSize() {}

    /** Bytes, 0 where there is no such file. */
    static Mono<Long> of(ControlChannel session, String path) {
        return check(session, path, 0);
    }

    private static Mono<Long> check(ControlChannel session, String path, int checks) {
        return size(session, path)
                .flatMap(first -> first == ABSENT
                        ? Mono.just(first)
                        : Mono.delay(PAUSE)
                                .then(size(session, path))
                                .flatMap(second -> second.equals(first) || checks >= MOST_CHECKS
                                        ? Mono.just(second)
                                        : check(session, path, checks + 1)));
    }

    private static Mono<Long> size(ControlChannel session, String path) {
        return session.perform(() -> CommandDialogues.size(path))
                .onErrorResume(
                        e -> e instanceof NegativeReplyException refusal
                                && refusal.reply()
                                        .map(reply -> reply.code() == 550)
                                        .orElse(false),
                        absent -> Mono.just(ABSENT));
    }
}
