package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.reactor.internal.control.ControlChannel;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** One session for every use, in the order in which they come. */
public record HeldSession(ControlChannel session) implements Sessions {

    @Override
    public <T> Flux<T> use(Function<ControlChannel, ? extends Publisher<T>> use) {
        return Flux.defer(() -> use.apply(session));
    }
}
