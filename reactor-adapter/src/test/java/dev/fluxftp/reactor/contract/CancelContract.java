package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.MIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.FtpOperations;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is cancelled in the middle leaves a session behind that answers the next question, and not the one before. */
interface CancelContract extends Contract {

    int TIMES = 20;

    /** Repeats it on one session, each time followed by questions whose answers are all different. */
    private void cancelAgainAndAgain(String folder, Function<FtpOperations, Publisher<?>> cancelled) {
        IntStream.rangeClosed(1, TIMES).forEach(size -> server().put(folder + "/" + size, bytes(size)));
        FtpOperations one = client(
                client -> client.pool(pool -> pool.maxConnections(1)).deadlines(d -> d.close(Duration.ofSeconds(1))));

        Flux<Long> sizes = Flux.range(1, TIMES)
                .concatMap(i -> Flux.from(cancelled.apply(one)).then(one.size(folder + "/" + i)));

        assertThat(await(sizes.collectList()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, TIMES).mapToObj(Long::valueOf).toList());
    }

    @Test
    default void a_download() {
        String folder = folder();
        server().put(folder + "/large", bytes(5 * MIB));

        cancelAgainAndAgain(folder, ftp -> ftp.download(folder + "/large").take(1));
    }

    @Test
    default void an_upload() {
        String folder = folder();
        Flux<ByteBuf> endless = Flux.generate(sink -> sink.next(Unpooled.wrappedBuffer(new byte[64 * KIB])));

        cancelAgainAndAgain(
                folder,
                ftp -> Flux.defer(() -> {
                    Sinks.One<Boolean> enough = Sinks.<Boolean>one();
                    Flux<ByteBuf> source = endless.index().map(at -> {
                        if (at.getT1() == 20) {
                            enough.tryEmitValue(true);
                        }
                        return at.getT2();
                    });
                    return ftp.upload(folder + "/up", source).takeUntilOther(enough.asMono());
                }));
    }

    @Test
    default void a_listing() {
        String folder = folder();
        IntStream.range(0, 300).forEach(i -> server().put(folder + "/entry-" + i, bytes(0)));

        cancelAgainAndAgain(folder, ftp -> ftp.list(folder).take(2));
    }

    @Test
    default void a_transfer_on_a_held_connection() {
        String folder = folder();
        server().put(folder + "/large", bytes(5 * MIB));
        FtpClient impatient = client(client -> client.deadlines(d -> d.close(Duration.ofSeconds(2))));

        Mono<Long> size = impatient
                .use(ftp -> Flux.range(0, TIMES)
                        .concatMap(i -> ftp.download(folder + "/large").take(1).then())
                        .then(ftp.size(folder + "/large")))
                .last()
                .onErrorResume(this::isTheEndOfTheSession, lost -> impatient.size(folder + "/large"));

        assertThat(await(size)).isEqualTo(5 * MIB);
        assertThat(await(impatient.upload(folder + "/next", buffers(bytes(100))))
                        .size())
                .isEqualTo(100);
    }

    /** Only where the server is known for it, and only in the words of a session that has ended. */
    private boolean isTheEndOfTheSession(Throwable error) {
        return setting().has(Quirk.LOSES_SESSIONS_ON_ABORT)
                && setting().mode().isSecure()
                && error instanceof ConnectionLostException;
    }
}
