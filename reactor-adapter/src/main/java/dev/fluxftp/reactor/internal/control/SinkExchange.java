package dev.fluxftp.reactor.internal.control;

import dev.fluxftp.session.Dialogue;
import dev.fluxftp.session.Exchange;
import java.util.function.Supplier;
import reactor.core.publisher.MonoSink;

/** An exchange without data, whose result goes to a Mono. */
record SinkExchange<T>(Supplier<Dialogue<T>> script, MonoSink<T> sink) implements Exchange<T> {

    @Override
    public Dialogue<T> dialogue() {
        return script.get();
    }

    @Override
    public void finished(T result) {
        sink.success(result);
    }

    @Override
    public void failed(RuntimeException error) {
        sink.error(error);
    }
}
