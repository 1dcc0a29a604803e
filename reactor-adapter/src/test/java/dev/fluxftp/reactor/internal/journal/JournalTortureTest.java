package dev.fluxftp.reactor.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whatever happens to the file: the last state but at most one record, or an error that says so; never another state. */
class JournalTortureTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path file;
    private byte[] whole = {};
    private int lastRecord;

    /** Three records: a=1, b=1; then a=2; then a=3. */
    @BeforeEach
    void writeThreeRecords() throws IOException {
        file = folder.resolve("journal");
        try (JournalFile journal = JournalFile.open(file, java.nio.channels.FileChannel::open)) {
            journal.append(java.util.List.of(entry("a", "1"), entry("b", "1")));
            journal.append(java.util.List.of(entry("a", "2")));
            lastRecord = (int) Files.size(file);
            journal.append(java.util.List.of(entry("a", "3")));
        }
        whole = Files.readAllBytes(file);
    }

    private static Entry entry(String key, String value) {
        return new Entry(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String value(Path file, String key) throws IOException {
        try (JournalFile journal = JournalFile.open(file, java.nio.channels.FileChannel::open)) {
            byte[] value = journal.value(key);
            return value == null ? null : new String(value, StandardCharsets.UTF_8);
        }
    }

    private void append(String key, String value) throws IOException {
        try (JournalFile journal = JournalFile.open(file, java.nio.channels.FileChannel::open)) {
            journal.append(java.util.List.of(entry(key, value)));
        }
    }

    @Test
    void theLastRecordCutOffAnywhere() throws IOException {
        for (int length = lastRecord; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(value(file, "a"))
                    .as("%d of %d bytes", length, whole.length)
                    .isEqualTo("2");
            assertThat(file).as("the torn record is gone").hasSize(lastRecord);
            append("b", "9");
            assertThat(value(file, "a")).isEqualTo("2");
            assertThat(value(file, "b")).isEqualTo("9");
        }
    }

    @Test
    void cutOffAnywhere() throws IOException {
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(value(file, "a")).isIn(null, "1", "2");
            append("a", "9");
            assertThat(value(file, "a")).isEqualTo("9");
        }
    }

    @Test
    void theEndOverwrittenByZeros() throws IOException {
        for (int length = lastRecord; length < whole.length; length++) {
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, length), whole.length + 5_000);
            Files.write(file, zeros);
            assertThat(value(file, "a")).as("zeros from %d on", length).isEqualTo("2");
        }
    }

    @Test
    void everyBitOfTheLastRecordFlipped() throws IOException {
        for (int bit = lastRecord * 8; bit < whole.length * 8; bit++) {
            Files.write(file, flipped(bit));
            assertThat(value(file, "a"))
                    .as("bit %d is as if it had never been written", bit)
                    .isEqualTo("2");
        }
    }

    @Test
    void everyBitOfAnEarlierRecordFlipped() throws IOException {
        for (int bit = JournalContent.HEADER * 8; bit < lastRecord * 8; bit++) {
            byte[] damaged = flipped(bit);
            Files.write(file, damaged);
            CheckpointException refusal = catchThrowableOfType(CheckpointException.class, () -> value(file, "a"));
            assertThat(refusal).as("bit %d", bit).isNotNull();
            assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT);
            assertThat(file).as("left as it is").hasBinaryContent(damaged);
        }
    }

    @Test
    void everyBitOfTheHeaderFlipped() throws IOException {
        for (int bit = 0; bit < JournalContent.HEADER * 8; bit++) {
            byte[] damaged = flipped(bit);
            Files.write(file, damaged);
            CheckpointException refusal = catchThrowableOfType(CheckpointException.class, () -> value(file, "a"));
            assertThat(refusal).as("bit %d", bit).isNotNull();
            assertThat(refusal.reason())
                    .isIn(
                            bit < 64
                                    ? new Object[] {Reason.FOREIGN}
                                    : new Object[] {Reason.NEWER_VERSION, Reason.CORRUPT});
            assertThat(file).hasBinaryContent(damaged);
        }
    }

    private byte[] flipped(int bit) {
        byte[] bytes = whole.clone();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        return bytes;
    }

    /** Many threads, some keys, compactions in between; then what was acknowledged last is there, after a crash as well. */
    @RepeatedTest(3)
    void manyAtOnceWithCrashesBetween() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("journal torture, seed " + seed);
        Random random = new Random(seed);
        Map<String, String> expected = new HashMap<>();
        Path journal = folder.resolve("many");
        AtomicInteger serial = new AtomicInteger();
        for (int round = 0; round < 15; round++) {
            Journal open = new Journal(journal, Duration.ZERO, random.nextInt(4_000));
            int keys = 1 + random.nextInt(30);
            // per key one after the other, keys at once
            Flux.range(0, keys)
                    .flatMap(key -> Flux.range(0, 10)
                            .concatMap(i -> {
                                String value = "value " + serial.incrementAndGet();
                                return open.write("key " + key, value.getBytes(StandardCharsets.UTF_8))
                                        .thenReturn(value);
                            })
                            .last()
                            .map(value -> Map.entry("key " + key, value))
                            .subscribeOn(Schedulers.parallel()))
                    .doOnNext(last -> {
                        synchronized (expected) {
                            expected.put(last.getKey(), last.getValue());
                        }
                    })
                    .then()
                    .block(SOON);
            if (random.nextBoolean()) {
                String gone = "key " + random.nextInt(keys);
                open.remove(gone).block(SOON);
                expected.remove(gone);
            }
            open.close().block(SOON);
            tear(journal, random);
            for (int key = 0; key < 30; key++) {
                assertThat(value(journal, "key " + key))
                        .as("seed %d, round %d, key %d", seed, round, key)
                        .isEqualTo(expected.get("key " + key));
            }
        }
    }

    /** A record that its writer did not bring to its end. */
    private static void tear(Path journal, Random random) throws IOException {
        byte[] before = Files.readAllBytes(journal);
        byte[] record = JournalRecord.of(java.util.List.of(entry("key 0", "never acknowledged")))
                .array();
        byte[] torn = Arrays.copyOf(before, before.length + random.nextInt(record.length));
        System.arraycopy(record, 0, torn, before.length, torn.length - before.length);
        Files.write(journal, torn);
    }

    @Test
    void answersOnAThreadThatDoesNotHoldItUp() {
        Journal journal = new Journal(folder.resolve("other"), Duration.ZERO, 1 << 20);
        Mono<String> nested = journal.write("a", new byte[] {1})
                .then(Mono.defer(() -> journal.read("a")))
                .publishOn(Schedulers.boundedElastic())
                .map(value -> {
                    journal.write("b", value).block(SOON);
                    return Thread.currentThread().getName();
                });
        assertThat(nested.block(SOON)).contains("boundedElastic");
        journal.close().block(SOON);
    }
}
