package dev.fluxftp.reactor.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.reactor.internal.file.PartFile.Forcing;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What is kept of a transfer that broke off, and what it takes to go on with it. */
class PartFileTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] HELD = "the beginning".getBytes(StandardCharsets.UTF_8);
    private static final TimeVal NOON = new TimeVal(Instant.parse("2026-11-21T12:00:00.125Z"), ChronoUnit.MILLIS);
    private static final RemoteIdentity KNOWN = new RemoteIdentity(100, NOON, "8ü");

    @TempDir
    Path folder;

    private Path target;
    private Path part;
    private Path note;

    @BeforeEach
    void name() {
        target = folder.resolve("a");
        part = folder.resolve("a.part");
        note = folder.resolve("a.part.id");
    }

    private static <T> T await(Mono<T> mono) {
        return mono.blockOptional(SOON).orElseThrow();
    }

    private static void awaitEnd(Mono<Void> mono) {
        mono.block(SOON);
    }

    /** Of a file that was this one. */
    private void breakOff(RemoteIdentity identity) {
        PartFile file = await(PartFile.open(target));
        assertThat(await(file.startOver(identity))).isZero();
        awaitEnd(file.inOrder(0, Forcing.WHEN_BROKEN_OFF));
        awaitEnd(file.write(Flux.just(Unpooled.wrappedBuffer(HELD)), passing -> {}, written -> {}));
        awaitEnd(file.close());
    }

    private long resume(RemoteIdentity now) {
        PartFile file = await(PartFile.open(target));
        try {
            return await(file.resumeAt(now, Replay.DEFAULT));
        } finally {
            awaitEnd(file.close());
        }
    }

    static Stream<RemoteIdentity> identities() {
        return Stream.of(
                KNOWN,
                new RemoteIdentity(100, null, null),
                new RemoteIdentity(-1, NOON, null),
                new RemoteIdentity(-1, null, "8ü"));
    }

    @ParameterizedTest
    @MethodSource("identities")
    void goesOnWithTheSame(RemoteIdentity identity) {
        breakOff(identity);
        assertThat(resume(identity)).isEqualTo(HELD.length);
        assertThat(resume(KNOWN)).as("of which more is known now").isEqualTo(HELD.length);
        assertThat(part).hasBinaryContent(HELD);
    }

    static Stream<RemoteIdentity> others() {
        return Stream.of(
                RemoteIdentity.UNKNOWN,
                new RemoteIdentity(-1, NOON, "8ü"),
                new RemoteIdentity(100, null, "8ü"),
                new RemoteIdentity(100, NOON, null),
                new RemoteIdentity(101, NOON, "8ü"),
                new RemoteIdentity(100, new TimeVal(NOON.instant().plusMillis(1), ChronoUnit.MILLIS), "8ü"),
                new RemoteIdentity(100, NOON, "8"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void goesOnWithNothingElse(RemoteIdentity now) {
        breakOff(KNOWN);
        assertThatExceptionOfType(RemoteChangedException.class)
                .isThrownBy(() -> resume(now))
                .withMessageContaining("a.part")
                .withMessageContaining("delete it to start over")
                .satisfies(e -> assertThat(e.bytes()).isEqualTo(HELD.length));
        assertThat(part).hasBinaryContent(HELD);
        assertThat(resume(KNOWN)).as("nothing is lost").isEqualTo(HELD.length);
    }

    @Test
    void aFileOfWhichNothingWasKnownProvesNothing() {
        breakOff(RemoteIdentity.UNKNOWN);
        assertThatExceptionOfType(RemoteChangedException.class)
                .isThrownBy(() -> resume(KNOWN))
                .withMessageContaining("does not tell enough of it to show that it is the same");
        assertThat(part).hasBinaryContent(HELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "100\n20261121120000.125\n",
                "100\n20261121120000.125\n8\n\n",
                "hundred\n20261121120000.125\n-\n",
                "-5\n20261121120000.125\n-\n",
                "99999999999999999999\n-\n-\n",
                "100\n2026112112\n8ü\n",
                "100\n\n8ü\n",
                "\u0000\u0000\n\u0000\n\u0000"
            })
    void aDamagedNoteProvesNothing(String damaged) throws IOException {
        breakOff(KNOWN);
        Files.writeString(note, damaged);
        assertThatExceptionOfType(RemoteChangedException.class)
                .isThrownBy(() -> resume(KNOWN))
                .withMessageContaining("a.part.id is damaged")
                .satisfies(e -> assertThat(e.bytes()).isEqualTo(HELD.length));
        assertThat(part).hasBinaryContent(HELD);
        assertThat(note).as("for a person to look at").hasContent(damaged);
    }

    @Test
    void aNoteThatIsNoTextProvesNothing() throws IOException {
        breakOff(KNOWN);
        Files.write(note, new byte[] {'1', '0', '0', '\n', (byte) 0xff, (byte) 0xfe, '\n', '-', '\n'});
        assertThatExceptionOfType(RemoteChangedException.class)
                .isThrownBy(() -> resume(KNOWN))
                .withMessageContaining("damaged");
    }

    @Test
    void anEmptyPartIsTheBeginningOfEverything() throws IOException {
        Files.createFile(part);
        Files.writeString(note, "nonsense");
        assertThat(resume(RemoteIdentity.UNKNOWN)).isZero();
        assertThat(folder).as("and is not kept").isEmptyDirectory();
    }

    @Test
    void oneWriterAtATime() {
        PartFile first = await(PartFile.open(target));
        assertThatExceptionOfType(LocalFileException.class)
                .isThrownBy(() -> await(PartFile.open(target)))
                .withMessageContaining("another transfer is writing " + part);
        awaitEnd(first.write(Flux.just(Unpooled.wrappedBuffer(HELD)), passing -> {}, written -> {}));
        awaitEnd(first.publish());
        assertThat(target).hasBinaryContent(HELD);
        awaitEnd(await(PartFile.open(target)).close());
        assertThat(target).as("what was published is nobody's part").hasBinaryContent(HELD);
        assertThat(folder).isDirectoryContaining(target::equals).isDirectoryNotContaining(part::equals);
    }

    /** Each gets the file to itself or is told that it cannot, at whatever moment the other one publishes. */
    @Test
    void twoWritersThatRaceNeverShareAFile() {
        for (int i = 0; i < 50; i++) {
            long won = await(Flux.range(0, 2)
                    .flatMap(writer -> PartFile.open(target)
                            .flatMap(file -> file.startOver(KNOWN)
                                    .then(file.write(content((byte) ('a' + writer)), passing -> {}, written -> {}))
                                    .then(file.publish())
                                    .thenReturn(true))
                            .onErrorResume(LocalFileException.class, e -> {
                                assertThat(e).hasMessageContaining("another transfer");
                                return Mono.just(false);
                            }))
                    .filter(yes -> yes)
                    .count());
            assertThat(won).isPositive();
            assertThat(target)
                    .satisfies(file -> assertThat(Files.readString(file)).matches("a{40}|b{40}"));
        }
        assertThat(folder).isDirectoryNotContaining(part::equals);
    }

    private static Flux<io.netty.buffer.ByteBuf> content(byte letter) {
        return Flux.range(0, 40).map(i -> Unpooled.wrappedBuffer(new byte[] {letter}));
    }

    @Test
    void isUnlockedAlsoWhenItsNoteCannotBeWritten() throws IOException {
        PartFile file = await(PartFile.open(target));
        assertThat(await(file.startOver(KNOWN))).isZero();
        awaitEnd(file.divide(List::of));
        awaitEnd(file.write(Flux.just(Unpooled.wrappedBuffer(HELD)), passing -> {}, written -> {}));
        Path segments = folder.resolve("a.part.segments");
        Files.delete(segments);
        Files.createDirectory(segments);

        assertThatExceptionOfType(LocalFileException.class).isThrownBy(() -> awaitEnd(file.close()));

        PartFile again = await(PartFile.open(target));
        again.giveUp();
        awaitEnd(again.close());
    }

    @Test
    void isUnlockedAlsoWhenItIsCancelledWhileItIsOpened() {
        for (int i = 0; i < 300; i++) {
            Disposable using = Mono.usingWhen(
                            PartFile.open(folder.resolve("each" + i)),
                            file -> Mono.never(),
                            PartFile::close,
                            (file, e) -> file.close(),
                            PartFile::close)
                    .subscribe();
            long then = System.nanoTime() + ThreadLocalRandom.current().nextInt(300_000);
            while (System.nanoTime() < then) {
                Thread.onSpinWait();
            }
            using.dispose();
        }
        for (int i = 0; i < 300; i++) {
            awaitEnd(PartFile.open(folder.resolve("each" + i))
                    .retryWhen(Retry.fixedDelay(20, Duration.ofMillis(50)))
                    .flatMap(PartFile::close));
        }
        assertThat(folder).isEmptyDirectory();
    }
}
