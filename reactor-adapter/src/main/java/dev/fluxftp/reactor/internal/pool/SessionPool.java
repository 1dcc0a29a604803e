package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.control.ControlConnector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PoolShutdownException;
import reactor.pool.PooledRef;
import reactor.util.retry.Retry;

/** Sessions that are logged in, lent one use at a time. A session that turns out to be lost is replaced. */
public final class SessionPool implements Sessions {

    private final InstrumentedPool<ControlChannel> pool;
    private final Set<ControlChannel> open = ConcurrentHashMap.newKeySet();
    private final Set<Sinks.Empty<Void>> stays = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final int maxSessions;

    public SessionPool(ControlConnector connector, int maxSessions, Duration maxIdle) {
        this.patience = connector.deadlines().acquire();
        this.maxSessions = maxSessions;
        this.pool = PoolBuilder.from(connector.connect().doOnNext(open::add))
                .sizeBetween(0, maxSessions)
                .maxPendingAcquireUnbounded()
                .idleResourceReuseMruOrder()
                .evictionPredicate((session, usage) -> !session.isUsable() || usage.idleTime() > maxIdle.toMillis())
                .evictInBackground(maxIdle.dividedBy(2))
                .destroyHandler(session -> session.quit().doFinally(end -> open.remove(session)))
                .buildPool();
    }

    /** {@inheritDoc} It may be begun anew on another session, as long as nothing has come of it. */
    @Override
    public <T> Flux<T> use(Function<ControlChannel, ? extends Publisher<T>> use) {
        return lend(lease -> Flux.<T>from(use.apply(lease.poolable())).onErrorMap(e -> SessionLoss.orElse(e, lease)));
    }

    @Override
    public int most() {
        return maxSessions;
    }

    /** A use that is begun once, on a session that is still there by then. */
    public <T> Flux<T> hold(Function<ControlChannel, ? extends Publisher<T>> use) {
        return lend(lease -> lease.poolable()
                .settled()
                .flatMapMany(there -> there ? use.apply(lease.poolable()) : Flux.error(SessionLoss.inThePool())));
    }

    @Override
    public Disposable stay() {
        Sinks.Empty<Void> over = Sinks.empty();
        stays.add(over);
        return () -> {
            stays.remove(over);
            over.tryEmitEmpty();
        };
    }

    /**
     * Closes all sessions once nobody wants the pool to {@link #stay}, the lent ones when they are given back; completes when
     * the last one is closed.
     */
    public Mono<Void> disposeLater() {
        return Mono.defer(
                        () -> Mono.when(stays.stream().map(Sinks.Empty::asMono).toList()))
                .then(Mono.defer(pool::disposeLater))
                .then(Mono.defer(() ->
                        Mono.when(open.stream().map(ControlChannel::closed).toList())));
    }

    private <T> Flux<T> lend(Function<PooledRef<ControlChannel>, Publisher<T>> use) {
        return Flux.usingWhen(
                        acquire(), use, SessionPool::giveBack, (lease, error) -> giveBack(lease), SessionPool::giveBack)
                // every session of the pool may be lost, and each is found out and dropped once
                .retryWhen(Retry.max(maxSessions + 1L)
                        .filter(SessionLoss.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .onErrorMap(SessionLoss.class, SessionLoss::getCause);
    }

    private Mono<PooledRef<ControlChannel>> acquire() {
        return pool.acquire(patience)
                .doOnNext(lease -> lease.poolable().lend())
                .onErrorMap(
                        PoolAcquireTimeoutException.class,
                        e -> new DeadlineExceededException(Phase.ACQUIRE, patience, null))
                .onErrorMap(PoolShutdownException.class, e -> new IllegalStateException("the client was disposed", e));
    }

    private static Mono<Void> giveBack(PooledRef<ControlChannel> lease) {
        return lease.poolable().settled().flatMap(clean -> clean ? lease.release() : lease.invalidate());
    }
}
