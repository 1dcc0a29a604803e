package dev.fluxftp.reactor.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.internal.file.PartFile.Forcing;
import dev.fluxftp.reactor.internal.file.SegmentNote.Order;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.transfer.ByteRange;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What of a part is believed after the end of the process, and after that of the system. */
class PartDurabilityTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MIB = 1024 * 1024;
    private static final byte[] CONTENT = Content.generatedBytes(39 * MIB + 5);
    private static final RemoteIdentity FILE = new RemoteIdentity(100 * MIB, null, "8");

    @TempDir
    Path folder;

    private PartFile running;

    private static <T> T await(Mono<T> mono) {
        return mono.blockOptional(SOON).orElseThrow();
    }

    private static void awaitEnd(Mono<Void> mono) {
        mono.block(SOON);
    }

    private void begin(Forcing forcing) {
        running = await(PartFile.open(folder.resolve("a")));
        await(running.startOver(FILE));
        awaitEnd(running.inOrder(0, forcing));
    }

    private void receive(int from, int to) {
        int chunk = MIB / 2;
        Flux<ByteBuf> bytes = Flux.range(0, (to - from + chunk - 1) / chunk)
                .map(i -> Unpooled.wrappedBuffer(CONTENT, from + i * chunk, Math.min(chunk, to - from - i * chunk)));
        awaitEnd(running.write(bytes, passing -> {}, written -> {}));
    }

    @AfterEach
    void close() {
        awaitEnd(running.close());
    }

    /** What a process that was killed in this moment leaves. */
    private void kill() throws IOException {
        for (String what : List.of(".part", ".part.id", ".part.segments")) {
            Path left = folder.resolve("a" + what);
            if (Files.exists(left)) {
                Files.copy(left, folder.resolve("b" + what));
            }
        }
    }

    private void loseSystem() throws IOException {
        SegmentNote note = SegmentNote.beside(folder.resolve("b.part"));
        String text = Files.readString(note.note());
        List<ByteRange> forced = text.contains(" 0-") ? List.of(new ByteRange(0, lastEnd(text))) : List.of();
        note.append(forced, Order.ANYWHERE); // as a line that another system wrote
    }

    private static long lastEnd(String text) {
        String end = text.substring(text.lastIndexOf(" 0-") + 3);
        return Long.parseLong(end.split("\\D")[0]);
    }

    private long resumed() {
        PartFile file = await(PartFile.open(folder.resolve("b")));
        try {
            long at = await(file.resumeAt(FILE, Replay.DEFAULT));
            awaitEnd(file.inOrder(at, Forcing.AT_CHECKPOINTS));
            return at;
        } finally {
            awaitEnd(file.close());
        }
    }

    @ParameterizedTest
    @EnumSource(Forcing.class)
    void theEndOfTheProcessCostsNothing(Forcing forcing) throws IOException {
        Assumptions.assumeThat(RunningSystem.id()).isNotNull();
        begin(forcing);
        receive(0, CONTENT.length);
        kill();
        assertThat(resumed()).isEqualTo(CONTENT.length);
        assertThat(folder.resolve("b.part")).hasBinaryContent(CONTENT);
    }

    @Test
    void theEndOfTheSystemCostsWhatWasNotForced() throws IOException {
        begin(Forcing.AT_CHECKPOINTS);
        receive(0, CONTENT.length);
        kill();
        loseSystem();
        assertThat(resumed()).isEqualTo(32 * MIB);
        assertThat(folder.resolve("b.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 32 * MIB));
    }

    @Test
    void theEndOfTheSystemCostsAllThatIsNeverForced() throws IOException {
        begin(Forcing.WHEN_BROKEN_OFF);
        receive(0, CONTENT.length);
        kill();
        loseSystem();
        assertThat(resumed()).isZero();
        assertThat(folder).isDirectoryNotContaining("glob:**/b.part*");
    }

    @ParameterizedTest
    @EnumSource(Forcing.class)
    void whatIsBrokenOffIsForced(Forcing forcing) throws IOException {
        begin(forcing);
        receive(0, 5 * MIB + 7);
        awaitEnd(running.close());
        kill();
        loseSystem();
        assertThat(resumed()).isEqualTo(5 * MIB + 7);
    }

    @Test
    void whatWasGoneOnWithIsForcedFirst() throws IOException {
        begin(Forcing.AT_CHECKPOINTS);
        receive(0, 3 * MIB);
        awaitEnd(running.inOrder(2 * MIB, Forcing.AT_CHECKPOINTS));
        receive(2 * MIB, 10 * MIB);
        kill();
        loseSystem();
        assertThat(resumed()).isEqualTo(2 * MIB);
    }

    @Test
    void aPartOfOursWithoutItsNoteIsNotBelieved() throws IOException {
        begin(Forcing.AT_CHECKPOINTS);
        receive(0, 3 * MIB);
        kill();
        Files.delete(folder.resolve("b.part.segments"));
        assertThat(resumed()).isZero();
    }
}
