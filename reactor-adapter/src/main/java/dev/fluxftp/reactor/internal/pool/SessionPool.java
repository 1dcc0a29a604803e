package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.control.ControlConnector;
import dev.fluxftp.session.Lesson;
import java.time.Duration;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PoolShutdownException;
import reactor.pool.PooledRef;
import reactor.util.retry.Retry;

/** Sessions that are logged in, lent one use at a time. A session whose server stopped believing in its TLS is replaced. */
public final class SessionPool implements Sessions {

    private final InstrumentedPool<ControlChannel> pool;
    private final Duration patience;
    private final int maxSessions;

    public SessionPool(ControlConnector connector, int maxSessions, Duration maxIdle) {
        this.patience = connector.deadlines().acquire();
        this.maxSessions = maxSessions;
        this.pool = PoolBuilder.from(connector.connect())
                .sizeBetween(0, maxSessions)
                .maxPendingAcquireUnbounded()
                .idleResourceReuseMruOrder()
                .evictionPredicate((session, usage) -> !session.isUsable() || usage.idleTime() > maxIdle.toMillis())
                .evictInBackground(maxIdle.dividedBy(2))
                .destroyHandler(session -> session.quit())
                .buildPool();
    }

    @Override
    public <T> Flux<T> use(Function<ControlChannel, ? extends Publisher<T>> use) {
        return Flux.usingWhen(
                        acquire(),
                        lease -> using(lease.poolable(), use),
                        SessionPool::giveBack,
                        (lease, error) -> giveBack(lease),
                        SessionPool::giveBack)
                // every session of the pool may have run out, and each is found out and dropped once
                .retryWhen(Retry.max(maxSessions + 1L)
                        .filter(TlsSessionLoss::is)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    @Override
    public int most() {
        return maxSessions;
    }

    /** Closes all sessions, the lent ones once they are given back. */
    public Mono<Void> disposeLater() {
        return pool.disposeLater();
    }

    private Mono<PooledRef<ControlChannel>> acquire() {
        return pool.acquire(patience)
                .onErrorMap(
                        PoolAcquireTimeoutException.class,
                        e -> new DeadlineExceededException(Phase.ACQUIRE, patience, null))
                .onErrorMap(PoolShutdownException.class, e -> new IllegalStateException("the client was disposed", e));
    }

    private static <T> Publisher<T> using(
            ControlChannel session, Function<ControlChannel, ? extends Publisher<T>> use) {
        return Flux.<T>from(use.apply(session)).doOnError(TlsSessionLoss::is, refused -> {
            session.remember(Lesson.TLS_1_3_SESSIONS_RUN_OUT);
            session.drop();
        });
    }

    private static Mono<Void> giveBack(PooledRef<ControlChannel> lease) {
        return lease.poolable().settled().flatMap(clean -> clean ? lease.release() : lease.invalidate());
    }
}
