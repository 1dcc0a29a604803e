package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.reactor.internal.control.ControlChannel;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where a session comes from for the time of one use. */
public interface Sessions {

    /** Uses a session; it is given back once the use ended and the session is proven clean, or closed if it is not. */
    <T> Flux<T> use(Function<ControlChannel, ? extends Publisher<T>> use);

    /** How many uses there can be at a time. */
    int most();

    /** The same for a use that ends with one value or none. */
    default <T> Mono<T> useOnce(Function<ControlChannel, Mono<T>> use) {
        return use(use).singleOrEmpty();
    }

    /**
     * Lets a pool that is to be closed wait until this is disposed of: what was begun may need another session to end well,
     * also after a cancel.
     */
    default Disposable stay() {
        return Disposables.disposed();
    }
}
