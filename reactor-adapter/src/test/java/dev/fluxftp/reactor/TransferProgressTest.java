package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** How far a transfer is, told to a listener and as a flux. */
class TransferProgressTest extends ScriptedServerTest {

    private static TransferProgress at(long position) {
        return new TransferProgress(position, 100, 1, 1);
    }

    /** A transfer that tells what the test wants. */
    private static final class Play {
        private final TestPublisher<String> transfer = TestPublisher.create();
        private final List<Consumer<TransferProgress>> listeners = new ArrayList<>();
        private final Flux<TransferProgress> flux = TransferProgress.of(listener -> {
            listeners.add(listener);
            return transfer.flux();
        });

        void tell(long position) {
            listeners.get(0).accept(at(position));
        }
    }

    @Test
    void aFluxTellsTheSamplesAndEndsWithTheTransfer() {
        Play play = new Play();
        StepVerifier.create(play.flux)
                .then(() -> play.tell(1))
                .expectNext(at(1))
                .then(() -> play.transfer.next("what the transfer emits is not told"))
                .then(() -> play.tell(2))
                .expectNext(at(2))
                .then(play.transfer::complete)
                .verifyComplete();
    }

    @Test
    void aSlowSubscriberGetsTheLatest() {
        Play play = new Play();
        StepVerifier.create(play.flux, 0)
                .then(() -> {
                    for (int i = 1; i <= 1000; i++) {
                        play.tell(i);
                    }
                })
                .thenRequest(1)
                .expectNext(at(1000))
                .then(() -> play.tell(1001))
                .then(() -> play.tell(1002))
                .then(play.transfer::complete)
                .thenRequest(1)
                .expectNext(at(1002))
                .verifyComplete();
    }

    @Test
    void anErrorOfTheTransferIsPassedOn() {
        Play play = new Play();
        StepVerifier.create(play.flux)
                .then(() -> play.tell(1))
                .expectNext(at(1))
                .then(() -> play.transfer.error(new IllegalStateException("broken")))
                .verifyErrorMessage("broken");
    }

    @Test
    void cancelCancelsTheTransfer() {
        Play play = new Play();
        StepVerifier.create(play.flux)
                .then(() -> play.tell(1))
                .expectNext(at(1))
                .thenCancel()
                .verify();
        play.transfer.assertCancelled();
    }

    @Test
    void eachSubscriberHasATransferOfItsOwn() {
        AtomicInteger transfers = new AtomicInteger();
        Flux<TransferProgress> flux = TransferProgress.of(listener -> {
            listener.accept(at(transfers.incrementAndGet()));
            return Flux.empty();
        });
        assertThat(transfers).hasValue(0);
        StepVerifier.create(flux).expectNext(at(1)).verifyComplete();
        StepVerifier.create(flux).expectNext(at(2)).verifyComplete();
    }

    @Test
    void aDownloadTellsItsEnd() {
        FtpClient client = client(serve());
        assertThat(awaitAll(TransferProgress.of(
                        listener -> client.download("/a", folder.resolve("a"), d -> d.onProgress(listener)))))
                .last()
                .satisfies(end -> {
                    assertThat(end.position()).isEqualTo(SIZE);
                    assertThat(end.total()).isEqualTo(SIZE);
                });
    }

    @Test
    void aFluxOfBuffersTellsFromItsOffsetOn() {
        FtpClient client = client(serve());
        List<TransferProgress> samples = new ArrayList<>();
        awaitEnd(client.download("/a", d -> d.offset(100_000).length(50_000).onProgress(samples::add)));

        assertThat(samples)
                .first()
                .satisfies(first -> assertThat(first.position()).isBetween(100_001L, 150_000L));
        assertThat(samples).last().satisfies(end -> {
            assertThat(end.position()).isEqualTo(150_000);
            assertThat(end.total()).isEqualTo(SIZE);
            assertThat(end.attempt()).isEqualTo(1);
        });
    }

    @Test
    void chunksTellWhatWasThereBefore() {
        ScriptedFtpServer server = serve();
        server.on("RETR").once().with(new Fault.ResetDataAfter(100_000));
        FtpClient client = client(server);
        List<TransferProgress> samples = new ArrayList<>();
        awaitEnd(client.downloadChunks("/a", CheckpointStore.inMemory(), d -> d.onProgress(samples::add))
                .doOnNext(FtpChunk::acknowledge));

        assertThat(samples).last().satisfies(end -> {
            assertThat(end.position()).isEqualTo(SIZE);
            assertThat(end.attempt()).isEqualTo(2);
        });
    }

    @Test
    void cancelOfTheFluxReachesTheServer() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000, until));
        FtpClient client = client(server);

        StepVerifier.create(TransferProgress.of(listener -> client.download("/a", d -> d.onProgress(listener))))
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);

        server.sessions().awaitNoData(SOON);
        until.countDown();
    }

    @Test
    void aFailureOfTheServerIsOneOfTheFlux() {
        FtpClient client = client(serve());
        failure(
                NegativeReplyException.class,
                TransferProgress.of(listener -> client.download("/missing", d -> d.onProgress(listener))));
    }
}
