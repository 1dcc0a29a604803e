package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.Overlap.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * Where an attempt joins what was delivered before: passes over what is here already, compares what comes again with it, and
 * lets only what follows through. Its memory is the overlap. Made for one attempt.
 */
final class Seam {

    private final long from;
    private final long position;
    private final @Nullable Overlap overlap;
    private final byte[] again;
    private long passedOver;
    private int compared;
    private @Nullable Verdict verdict;

    /**
     * @param from the offset of the first byte that is asked for
     * @param position the offset of the first one to be delivered
     * @param overlap of the bytes before it; null where they are not compared
     */
    Seam(long from, long position, @Nullable Overlap overlap) {
        this.from = from;
        this.position = position;
        this.overlap = overlap;
        this.again = new byte[overlap == null ? 0 : overlap.length()];
        this.passedOver = position - from - again.length;
    }

    /** The offset of the first byte that is asked for. */
    long from() {
        return from;
    }

    /** True once everything before the position has come. */
    boolean isJoined() {
        return passedOver == 0 && compared == again.length;
    }

    /** True when something else was asked for, and the first bytes of the file came. */
    boolean isAtFirstByte() {
        return from > 0 && verdict == Verdict.FIRST;
    }

    /**
     * What follows the seam; an error if the bytes before it are not the same.
     *
     * @param trail learns what came again
     * @param changed makes the error of a file that is another one, of words that say how
     */
    Flux<ByteBuf> join(Flux<ByteBuf> bytes, Trail trail, Function<String, ? extends FtpException> changed) {
        return isJoined() ? bytes : bytes.handle((buffer, sink) -> next(buffer, sink, trail, changed));
    }

    private void next(
            ByteBuf buffer,
            SynchronousSink<ByteBuf> sink,
            Trail trail,
            Function<String, ? extends FtpException> changed) {
        passOver(buffer);
        if (overlap != null && compared < again.length && compare(buffer, overlap)) {
            if (verdict != Verdict.SAME) {
                sink.error(isAtFirstByte() ? ignored() : changed.apply(difference()));
                return;
            }
            trail.confirm(Unpooled.wrappedBuffer(again));
        }
        if (buffer.isReadable()) {
            sink.next(buffer);
        }
    }

    private void passOver(ByteBuf buffer) {
        int skipped = (int) Math.min(passedOver, buffer.readableBytes());
        buffer.skipBytes(skipped);
        passedOver -= skipped;
    }

    /** True when that was the last of it. */
    private boolean compare(ByteBuf buffer, Overlap expected) {
        int piece = Math.min(again.length - compared, buffer.readableBytes());
        buffer.readBytes(again, compared, piece);
        compared += piece;
        if (compared < again.length) {
            return false;
        }
        verdict = expected.judge(again);
        return true;
    }

    private FtpException ignored() {
        return new ProtocolViolationException(
                Phase.DATA,
                String.format(Locale.ROOT, "the server began at the first byte of the file after REST %,d", from));
    }

    private String difference() {
        return String.format(
                Locale.ROOT, "the last %,d bytes before offset %,d are not the same", again.length, position);
    }
}
