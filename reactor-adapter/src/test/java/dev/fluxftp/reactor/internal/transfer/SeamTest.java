package dev.fluxftp.reactor.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.transfer.Overlap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class SeamTest {

    private static final byte[] FILE = Content.generatedBytes(1_000);
    private static final Overlap OVERLAP = new Overlap(100, hash(500), hash(100));

    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    private static String hash(int end) {
        return Overlap.hash(ByteBuffer.wrap(Arrays.copyOfRange(FILE, end - 100, end)));
    }

    private static Flux<ByteBuf> pieces(byte[] file, int from, int size) {
        return Flux.range(0, (file.length - from + size - 1) / size)
                .map(i -> Unpooled.copiedBuffer(file, from + i * size, Math.min(size, file.length - from - i * size)));
    }

    private Flux<ByteBuf> join(Seam seam, Flux<ByteBuf> bytes) {
        Trail trail = new Trail(100);
        trail.begin(500, OVERLAP);
        return seam.join(bytes, trail, difference -> new RemoteChangedException("/a", difference, 0))
                .doOnNext(buffer -> got.writeBytes(ByteBufUtil.getBytes(buffer)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 99, 100, 101, 333, 1_000})
    void letsOnlyWhatFollowsThrough(int size) {
        for (int from : new int[] {0, 400}) {
            got.reset();
            Seam seam = new Seam(from, 500, OVERLAP);
            StepVerifier.create(join(seam, pieces(FILE, from, size)).then()).verifyComplete();
            assertThat(seam.isJoined()).isTrue();
            assertThat(got.toByteArray()).isEqualTo(Arrays.copyOfRange(FILE, 500, 1_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 333, 1_000})
    void passesOverWithoutComparing(int size) {
        StepVerifier.create(join(new Seam(0, 500, null), pieces(FILE, 0, size)).then())
                .verifyComplete();
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOfRange(FILE, 500, 1_000));
    }

    @Test
    void whereNothingComesAgainNothingIsInBetween() {
        Flux<ByteBuf> bytes = Flux.empty();
        assertThat(join(new Seam(500, 500, null), bytes)).isNotNull();
        assertThat(new Seam(500, 500, null)
                        .join(bytes, new Trail(0), difference -> new RemoteChangedException("", "", 0)))
                .isSameAs(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 333, 1_000})
    void noByteOfAnotherFilePasses(int size) {
        byte[] other = FILE.clone();
        other[499] ^= 1;
        StepVerifier.create(join(new Seam(400, 500, OVERLAP), pieces(other, 400, size)))
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(RemoteChangedException.class)
                        .hasMessageContaining("the last 100 bytes before offset 500 are not the same"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 333, 1_000})
    void theFirstBytesAreKnown(int size) {
        Seam seam = new Seam(400, 500, OVERLAP);
        StepVerifier.create(join(seam, pieces(FILE, 0, size)))
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(ProtocolViolationException.class)
                        .hasMessageContaining("first byte of the file after REST 400"));
        assertThat(seam.isAtFirstByte()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"400,499", "0,499", "0,399", "400,400"})
    void anEarlyEndIsSeen(int from, int end) {
        for (@Nullable Overlap overlap : new Overlap[] {OVERLAP, null}) {
            int begin = overlap == null ? Math.min(from, 300) : from;
            Seam seam = new Seam(begin, 500, overlap);
            StepVerifier.create(join(seam, pieces(Arrays.copyOf(FILE, end), begin, 50)))
                    .verifyComplete();
            assertThat(seam.isJoined()).isFalse();
        }
    }

    @Test
    void asksForMoreInPlaceOfWhatItDropped() {
        StepVerifier.create(join(new Seam(0, 500, OVERLAP), pieces(FILE, 0, 10)), 0)
                .thenRequest(2)
                .expectNextCount(2)
                .expectNoEvent(java.time.Duration.ofMillis(50))
                .thenRequest(48)
                .expectNextCount(48)
                .verifyComplete();
    }
}
