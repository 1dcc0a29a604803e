package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.transfer.Checkpoint;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.RemoteIdentity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** When what is acknowledged gets into the store. */
class CheckpointDriverTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEY = "key";

    private final ScriptedStore store = new ScriptedStore();
    private final List<Throwable> dropped = new ArrayList<>();
    private VirtualTimeScheduler time;

    @BeforeEach
    void stopTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void startTheClock() {
        VirtualTimeScheduler.reset();
    }

    private CheckpointDriver driver(UnaryOperator<ChunkSpec> how) {
        Consumer<Throwable> drop = dropped::add;
        CheckpointDriver driver = new CheckpointDriver(
                store,
                KEY,
                "//h:21/a",
                how.apply(ChunkSpec.DEFAULT),
                null,
                Context.of("reactor.onErrorDropped.local", drop));
        driver.begin(new RemoteIdentity(1_000_000, null, "x"), 0);
        return driver;
    }

    @Test
    void savesEachStep() {
        CheckpointDriver driver = driver(spec -> spec);
        driver.acknowledge(0, 10, null);
        driver.acknowledge(20, 30, null);
        driver.acknowledge(10, 20, null);
        driver.acknowledge(10, 20, null);
        assertThat(store.saves).containsExactly(10L, 30L);
    }

    /** Ranges of 10 in any order, some of them twice. */
    @Test
    void keepsWhatCameBeforeTheOffset() {
        long seed = new Random().nextLong();
        List<Integer> order = IntStream.range(0, 600).map(i -> i % 400).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(seed));
        CheckpointDriver driver = driver(spec -> spec);
        for (int i : order) {
            driver.acknowledge(i * 10L, i * 10L + 10, before(i * 10L + 10));
            Checkpoint saved = store.load(KEY).block();
            if (saved != null) {
                assertThat(saved.overlap()).as("seed %d", seed).contains(before(saved.offset()));
            }
        }
        assertThat(store.offset(KEY)).as("seed %d", seed).isEqualTo(4_000);
    }

    private static Overlap before(long offset) {
        return new Overlap(1, Overlap.hash(ByteBuffer.allocate(8).putLong(0, offset)), null);
    }

    @Test
    void savesOneAtATimeAndTheLatestNext() {
        Sinks.Empty<Void> slow = Sinks.empty();
        store.delay = slow.asMono();
        CheckpointDriver driver = driver(spec -> spec);
        for (int i = 0; i < 100; i++) {
            driver.acknowledge(i, i + 1, null);
        }
        assertThat(store.saves).isEmpty();
        StepVerifier.create(driver.finish())
                .expectSubscription()
                .then(() -> assertThat(store.saves).as("waits for the store").isEmpty())
                .then(slow::tryEmitEmpty)
                .verifyComplete();
        assertThat(store.saves).containsExactly(1L, 100L);
        assertThat(store.mostAtOnce).hasValue(1);
    }

    @Test
    void savesAfterSoManyBytes() {
        CheckpointDriver driver = driver(spec -> spec.saveEvery(100));
        for (int i = 0; i < 250; i++) {
            driver.acknowledge(i, i + 1, null);
        }
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(store.saves).containsExactly(100L, 200L);
        driver.finish().subscribe();
        assertThat(store.saves).containsExactly(100L, 200L, 250L);
    }

    @Test
    void savesAfterSomeTime() {
        CheckpointDriver driver = driver(spec -> spec.saveEvery(Duration.ofSeconds(10)));
        time.advanceTimeBy(Duration.ofSeconds(30));
        driver.acknowledge(0, 1, null);
        time.advanceTimeBy(Duration.ofSeconds(9));
        driver.acknowledge(1, 2, null);
        assertThat(store.saves).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(store.saves).as("counted from the first").containsExactly(2L);
        time.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(store.saves).as("nothing new").containsExactly(2L);
        driver.acknowledge(2, 3, null);
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(store.saves).containsExactly(2L, 3L);
    }

    @Test
    void savesAfterBytesOrTime() {
        CheckpointDriver driver = driver(spec -> spec.saveEvery(100).saveEvery(Duration.ofSeconds(10)));
        driver.acknowledge(0, 99, null);
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(store.saves).containsExactly(99L);
        driver.acknowledge(99, 199, null);
        assertThat(store.saves).containsExactly(99L, 199L);
        driver.acknowledge(199, 200, null);
        time.advanceTimeBy(Duration.ofSeconds(9));
        assertThat(store.saves).as("the clock begins anew").containsExactly(99L, 199L);
    }

    @Test
    void hasNothingToSave() {
        CheckpointDriver driver = driver(spec -> spec);
        driver.acknowledge(5, 10, null);
        StepVerifier.create(driver.finish()).verifyComplete();
        assertThat(store.saves).isEmpty();
    }

    @Test
    void savesAtOnceAfterTheEnd() {
        CheckpointDriver driver = driver(spec -> spec.saveEvery(1_000_000));
        driver.acknowledge(0, 10, null);
        driver.finish().subscribe();
        driver.acknowledge(10, 20, null);
        driver.acknowledge(30, 40, null);
        driver.acknowledge(20, 30, null);
        assertThat(store.saves).containsExactly(10L, 20L, 40L);
    }

    @Test
    void doesNotOverwriteWhoCameLater() {
        CheckpointDriver first = driver(spec -> spec);
        first.acknowledge(0, 10, null);
        first.finish().subscribe();
        CheckpointDriver second = driver(spec -> spec);
        second.acknowledge(0, 500, null);
        first.acknowledge(10, 20, null);
        first.acknowledge(20, 30, null);
        assertThat(store.offset(KEY)).isEqualTo(500);
    }

    @Test
    void tellsAFailureOnce() {
        RuntimeException broken = new IllegalStateException("broken");
        store.saveError = broken;
        CheckpointDriver driver = driver(spec -> spec);
        driver.acknowledge(0, 10, null);
        StepVerifier.create(driver.broken()).verifyComplete();
        StepVerifier.create(driver.finish()).verifyErrorMatches(error -> error == broken);
        StepVerifier.create(driver.finish()).verifyErrorMatches(error -> error == broken);
        driver.acknowledge(10, 20, null);
        assertThat(dropped).isEmpty();
    }

    @Test
    void tellsAFailureOfTheLastSave() {
        CheckpointDriver driver = driver(spec -> spec.saveEvery(1_000));
        driver.acknowledge(0, 10, null);
        store.saveError = new IllegalStateException("broken");
        StepVerifier.create(driver.finish()).verifyErrorMessage("broken");
    }

    @Test
    void dropsAFailureWhenNobodyListens() {
        CheckpointDriver driver = driver(spec -> spec);
        driver.finish().subscribe();
        store.saveError = new IllegalStateException("broken");
        driver.acknowledge(0, 10, null);
        driver.acknowledge(10, 20, null);
        assertThat(dropped).singleElement().extracting(Throwable::getMessage).isEqualTo("broken");
    }

    @RepeatedTest(5)
    void fromManyThreads() {
        VirtualTimeScheduler.reset();
        long seed = new Random().nextLong();
        store.delay = Mono.<Void>empty().delaySubscription(Duration.ofMillis(1));
        CheckpointDriver driver = driver(spec -> spec);
        List<Integer> chunks = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            chunks.add(i);
        }
        Collections.shuffle(chunks, new Random(seed));
        Flux.fromIterable(chunks)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .doOnNext(i -> driver.acknowledge(i * 10L, i * 10L + 10, null))
                .then()
                .then(driver.finish())
                .block(SOON);
        assertThat(store.offset(KEY)).as("seed %d", seed).isEqualTo(200_000);
        assertThat(store.saves).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
        assertThat(store.mostAtOnce).hasValue(1);
    }
}
