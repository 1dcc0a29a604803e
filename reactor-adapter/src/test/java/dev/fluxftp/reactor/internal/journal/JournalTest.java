package dev.fluxftp.reactor.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fluxftp.protocol.CheckpointException;
import dev.fluxftp.protocol.CheckpointException.Reason;
import dev.fluxftp.protocol.LocalFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class JournalTest {

    static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path file;
    private final FaultyDisk disk = new FaultyDisk();
    private final List<Journal> open = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("journal");
    }

    @AfterEach
    void closeAll() {
        open.forEach(journal -> await(journal.close()));
    }

    private Journal journal() {
        return journal(Duration.ZERO, 1 << 20);
    }

    private Journal journal(@Nullable Duration forceWithin, long compactAbove) {
        Journal journal = new Journal(file, forceWithin, compactAbove, disk);
        open.add(journal);
        return journal;
    }

    /** As another process finds it. */
    private Journal reopened(Journal journal) {
        await(journal.close());
        return journal();
    }

    private static <T> @Nullable T await(Mono<T> mono) {
        return mono.block(SOON);
    }

    private static void write(Journal journal, String key, String value) {
        await(journal.write(key, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String read(Journal journal, String key) {
        return await(journal.read(key).map(value -> new String(value, StandardCharsets.UTF_8)));
    }

    private static CheckpointException refusal(Mono<?> mono) {
        CheckpointException refusal = catchThrowableOfType(CheckpointException.class, () -> await(mono));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what is written is there

    @Test
    void keepsWhatWasWrittenLast() {
        Journal journal = journal();
        assertThat(read(journal, "a")).isNull();
        write(journal, "a", "1");
        write(journal, "b", "2");
        write(journal, "a", "3");
        write(journal, "größe", "");
        assertThat(read(journal, "a")).isEqualTo("3");
        await(journal.remove("b"));
        await(journal.remove("never there"));
        Journal later = reopened(journal);
        assertThat(read(later, "a")).isEqualTo("3");
        assertThat(read(later, "b")).isNull();
        assertThat(read(later, "größe")).isEmpty();
        assertThat(names()).containsExactly("journal", "journal.lock");
    }

    @Test
    void touchesNothingBeforeItIsUsed() {
        Journal journal = journal();
        Mono<Void> cold = journal.write("a", new byte[1]);
        assertThat(names()).isEmpty();
        await(cold);
        assertThat(names()).isNotEmpty();
    }

    @Test
    void takesAValueAsItIsNow() {
        Journal journal = journal();
        byte[] value = {1};
        Mono<Void> write = journal.write("a", value);
        value[0] = 2;
        await(write);
        assertThat(await(journal.read("a"))).containsExactly(1);
    }

    @Test
    void refusesWhatIsTooLarge() {
        Journal journal = journal();
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> await(journal.write("a", new byte[1 << 20]))))
                .hasMessageContaining("too large");
        int largest = (1 << 20) - 10;
        await(Flux.range(0, 4)
                .flatMap(i -> journal.write(Integer.toString(i), new byte[largest]))
                .then());
        assertThat(await(reopened(journal).read("3"))).hasSize(largest);
    }

    @Test
    void isOverOnceItIsClosed() {
        Journal journal = journal();
        write(journal, "a", "1");
        await(journal.close());
        await(journal.close());
        for (Mono<?> late : List.of(journal.read("a"), journal.write("a", new byte[0]), journal.remove("a"))) {
            assertThat(catchThrowableOfType(IllegalStateException.class, () -> await(late)))
                    .hasMessageContaining("closed");
        }
        assertThat(read(journal(), "a")).isEqualTo("1");
    }

    @Test
    void needsAFolder() {
        file = folder.resolve("missing/journal");
        assertThat(catchThrowableOfType(
                        LocalFileException.class, () -> await(journal().read("a"))))
                .hasMessageContaining("missing");
    }

    // ---- to the disk

    @Test
    void forcesEachWrite() {
        Journal journal = journal();
        write(journal, "a", "1");
        int before = disk.forced.get();
        write(journal, "a", "2");
        write(journal, "a", "3");
        assertThat(disk.forced.get() - before).isEqualTo(2);
    }

    @Test
    void oneForceIsForAllThatWait() throws InterruptedException {
        Journal journal = journal();
        write(journal, "first", "1");
        int before = disk.forced.get();
        CountDownLatch until = new CountDownLatch(1);
        disk.forceWaits = until;
        List<Mono<Void>> all = IntStream.range(0, 200)
                .mapToObj(
                        i -> journal.write("key " + i % 50, Integer.toString(i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        Mono<Void> done =
                Flux.mergeDelayError(200, all.toArray(Mono[]::new)).then().cache();
        done.subscribe();
        until.countDown();
        await(done);
        assertThat(disk.forced.get() - before)
                .as("one that was under way, and one for all behind it")
                .isBetween(1, 3);
        Journal later = reopened(journal);
        for (int i = 0; i < 50; i++) {
            assertThat(read(later, "key " + i)).as("in the order of the writes").isEqualTo("" + (150 + i));
        }
    }

    @Test
    void forcesInTheEndWhereTimeIsGiven() {
        Journal journal = journal(Duration.ofMillis(50), 1 << 20);
        write(journal, "a", "1");
        int before = disk.forced.get();
        long end = System.nanoTime() + SOON.toNanos();
        while (disk.forced.get() == before && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(disk.forced.get()).isGreaterThan(before);
    }

    @Test
    void leavesItToTheSystem() {
        Journal journal = journal(null, 1 << 20);
        write(journal, "a", "1");
        int before = disk.forced.get();
        for (int i = 0; i < 10; i++) {
            write(journal, "a", Integer.toString(i));
        }
        await(journal.close());
        assertThat(disk.forced.get()).isEqualTo(before);
        assertThat(read(journal(), "a")).isEqualTo("9");
    }

    // ---- compaction

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 300})
    void staysSmall(int keys) throws IOException {
        Journal journal = journal(null, 10_000);
        String value = "x".repeat(100);
        long largest = 0;
        for (int i = 0; i < 3_000; i++) {
            write(journal, "key " + i % keys, value + i);
            largest = Math.max(largest, Files.size(file));
        }
        assertThat(largest).isLessThan(10_000 + 3L * keys * 130 + 1_000);
        await(journal.remove("key 0"));
        Journal later = reopened(journal);
        assertThat(read(later, "key 0")).isNull();
        for (int i = 1; i < keys; i++) {
            assertThat(read(later, "key " + i)).isEqualTo(value + (3_000 - keys + i));
        }
        assertThat(names()).containsExactly("journal", "journal.lock");
    }

    @Test
    void isLockedAlsoAfterACompaction() {
        Journal journal = journal(null, 0);
        for (int i = 0; i < 100; i++) {
            write(journal, "a", Integer.toString(i));
        }
        assertThat(refusal(journal().read("a")).reason()).isEqualTo(Reason.IN_USE);
    }

    @Test
    void forgetsACompactionThatWasCutShort() throws IOException {
        Journal journal = journal();
        write(journal, "a", "1");
        await(journal.close());
        Files.writeString(folder.resolve("journal.new"), "half of");
        assertThat(read(journal(), "a")).isEqualTo("1");
        assertThat(names()).containsExactly("journal", "journal.lock");
    }

    @Test
    void aCompactionThatFailsLosesNothing() {
        Journal journal = journal(Duration.ZERO, 5_000);
        write(journal, "b", "2");
        LocalFileException full = null;
        for (int i = 0; full == null; i++) {
            write(journal, "a", "x".repeat(100) + i);
            disk.room = 150; // enough for the next record, and not for a whole file
            full = catchThrowableOfType(
                    LocalFileException.class,
                    () -> await(journal.write("a", "y".repeat(100).getBytes())));
            disk.room = Long.MAX_VALUE;
        }
        assertThat(full).hasMessageContaining("No space left");
        assertThat(read(journal, "a")).as("it was written before").isEqualTo("y".repeat(100));
        write(journal, "a", "z");
        Journal later = reopened(journal);
        assertThat(read(later, "a")).isEqualTo("z");
        assertThat(read(later, "b")).isEqualTo("2");
    }

    // ---- a disk that fails

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 8, 9, 20, 40})
    void goesOnAfterAFullDisk(long room) {
        Journal journal = journal();
        write(journal, "a", "1");
        disk.room = room;
        assertThat(catchThrowableOfType(
                        LocalFileException.class,
                        () -> await(journal.write("a", "x".repeat(50).getBytes()))))
                .hasMessageContaining("No space left");
        disk.room = Long.MAX_VALUE;
        assertThat(read(journal, "a")).isEqualTo("1");
        write(journal, "b", "2");
        Journal later = reopened(journal);
        assertThat(read(later, "a")).isEqualTo("1");
        assertThat(read(later, "b")).isEqualTo("2");
    }

    @Test
    void saysThatNothingCouldBeForced() {
        Journal journal = journal();
        write(journal, "a", "1");
        disk.forceFails = true;
        assertThat(catchThrowableOfType(LocalFileException.class, () -> write(journal, "a", "2")))
                .hasMessageContaining("Input/output error");
        disk.forceFails = false;
        write(journal, "a", "3");
        assertThat(read(reopened(journal), "a")).isEqualTo("3");
    }

    // ---- what is no journal of ours

    @ParameterizedTest
    @ValueSource(strings = {"offset=12\n", "FLUXFTP", "FLUXFTPX\u0000\u0000\u0000\u0001", "x", "FLUXFTPj....."})
    void leavesForeignFilesAlone(String content) throws IOException {
        Files.writeString(file, content);
        boolean isBeginningOfOurs = content.equals("FLUXFTP");
        if (isBeginningOfOurs) {
            assertThat(read(journal(), "a"))
                    .as("its writer died in the first line")
                    .isNull();
        } else {
            CheckpointException refusal = refusal(journal().write("a", new byte[1]));
            assertThat(refusal.reason()).isEqualTo(Reason.FOREIGN);
            assertThat(refusal).hasMessageContaining("journal").hasMessageContaining("left as it is");
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void leavesNewerFilesAlone() throws IOException {
        Journal journal = journal();
        write(journal, "a", "1");
        await(journal.close());
        byte[] newer = Files.readAllBytes(file);
        newer[11] = 2;
        Files.write(file, newer);
        CheckpointException refusal = refusal(journal().write("a", new byte[1]));
        assertThat(refusal.reason()).isEqualTo(Reason.NEWER_VERSION);
        assertThat(refusal).hasMessageContaining("version 2");
        assertThat(file).hasBinaryContent(newer);
        newer[11] = 0;
        Files.write(file, newer);
        assertThat(refusal(journal().read("a")).reason()).isEqualTo(Reason.CORRUPT);
    }

    @Test
    void anEmptyFileIsAJournalWithNothingInIt() throws IOException {
        Files.createFile(file);
        Journal journal = journal();
        assertThat(read(journal, "a")).isNull();
        write(journal, "a", "1");
        assertThat(read(reopened(journal), "a")).isEqualTo("1");
    }

    @Test
    void aFolderIsNoJournal() throws IOException {
        Files.createDirectory(file);
        var unused = catchThrowableOfType(
                LocalFileException.class, () -> await(journal().read("a")));
        assertThat(unused).isNotNull();
    }
}
