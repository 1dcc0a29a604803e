package dev.fluxftp.reactor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * How far a transfer is: a sample, taken a few times a second and at the end.
 *
 * @param position bytes of the file that are where they belong, those of earlier calls included
 * @param total bytes of the whole file, -1 when not known
 * @param bytesPerSecond of the last seconds; 0 at first
 * @param attempt which data connection of this call it is, counted from 1
 */
public record TransferProgress(long position, long total, double bytesPerSecond, int attempt) {

    /** How long the rest will take at this rate; empty when that cannot be told. */
    public Optional<Duration> remaining() {
        return total < 0 || bytesPerSecond < 1
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (Math.max(0, total - position) / bytesPerSecond * 1000)));
    }

    /**
     * The samples of a transfer as a flux, for instance
     * {@code TransferProgress.of(listener -> client.download(path, target, d -> d.onProgress(listener)))}. Each subscriber
     * has a transfer of its own, which begins with the subscription, is never slowed down by it, and ends with it: cancel
     * cancels the transfer. A subscriber that is slow gets the latest sample, not all of them. Completes after the last
     * sample when the transfer is complete; an error of the transfer is passed on. What the transfer emits is dropped.
     *
     * @param transfer makes the transfer that tells that listener
     */
    public static Flux<TransferProgress> of(Function<Consumer<TransferProgress>, ? extends Publisher<?>> transfer) {
        return Flux.defer(() -> {
            AtomicReference<@Nullable FluxSink<TransferProgress>> samples = new AtomicReference<>();
            return Flux.<TransferProgress>create(samples::set, FluxSink.OverflowStrategy.LATEST)
                    .mergeWith(Mono.defer(() -> run(transfer, Objects.requireNonNull(samples.get()))))
                    // behind the merge, which has a queue of its own
                    .onBackpressureLatest();
        });
    }

    private static Mono<TransferProgress> run(
            Function<Consumer<TransferProgress>, ? extends Publisher<?>> transfer, FluxSink<TransferProgress> samples) {
        return Flux.from(transfer.apply(samples::next))
                .then(Mono.<TransferProgress>empty())
                .doOnTerminate(samples::complete);
    }
}
