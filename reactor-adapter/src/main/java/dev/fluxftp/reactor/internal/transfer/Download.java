package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.data.ReceiveFlux;
import dev.fluxftp.reactor.internal.data.TransferObserver;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.transfer.Overlap;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay;
import dev.fluxftp.transfer.TransferDialogue;
import dev.fluxftp.transfer.TransferEnd;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import dev.fluxftp.transfer.TransferRequest;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file, or a range of it, as a sequence of bytes without a seam. When a data connection breaks, it asks on another
 * session whether the file is still the same, and goes on with the byte after the last one that was delivered; {@link Replay}
 * says what has to be shown for that. Made for one subscription: its fields are the memory of that subscription, touched by
 * one signal at a time.
 */
public final class Download implements Retrieval {

    private final String path;
    private final Beginning beginning;
    private final End end;
    private final Policy policy;
    private final Restart restart;

    private RemoteIdentity identity = RemoteIdentity.UNKNOWN;
    private Trail trail = new Trail(0);
    private long start;
    private long position;
    private int attempts;
    private boolean begun;
    private boolean moved;
    private boolean hasMore;
    private TlsUse tls = TlsUse.NONE;
    private @Nullable Reply reply;

    /** Decides at which byte to begin, once it is known which file it is. */
    @FunctionalInterface
    public interface Beginning {
        Mono<Start> at(RemoteIdentity identity);
    }

    /**
     * Where it begins.
     *
     * @param overlap of the bytes before the offset, which are here already; null where they are not compared
     */
    public record Start(long offset, @Nullable Overlap overlap) {

        public static Start at(long offset) {
            return new Start(offset, null);
        }
    }

    /** Decides before which byte to stop; asked again and again, and free to change its mind. */
    @FunctionalInterface
    interface End {
        End OF_FILE = start -> Long.MAX_VALUE;

        long of(long start);
    }

    /** @param length how many bytes at most */
    public Download(String path, long offset, long length, Policy policy) {
        this(path, identity -> Mono.just(Start.at(offset)), length, policy);
    }

    /** @param length how many bytes at most */
    public Download(String path, Beginning beginning, long length, Policy policy) {
        this(
                path,
                beginning,
                length == Long.MAX_VALUE ? End.OF_FILE : start -> start + Math.min(length, Long.MAX_VALUE - start),
                policy);
    }

    Download(String path, Beginning beginning, End end, Policy policy) {
        this.path = path;
        this.beginning = beginning;
        this.end = end;
        this.policy = policy;
        this.restart = new Restart(policy.replay().withoutRestart());
    }

    @Override
    public Flux<ByteBuf> bytes(Sessions sessions) {
        return sessions.use(this::attempt)
                .retryWhen(Attempts.of(policy.healing(), this::mayGoOn))
                .onErrorMap(IncompleteTransferException.class, this::inAll);
    }

    @Override
    public RemoteIdentity identity() {
        return identity;
    }

    @Override
    public long start() {
        return start;
    }

    public long position() {
        return position;
    }

    /** Of the bytes before the position; null where none is wanted, or nothing is known of them. */
    public @Nullable Overlap overlap() {
        return trail.overlap();
    }

    /** Whether the server sent more than the file had when it was asked, and what was wanted ends with the file. */
    boolean hasMore() {
        return hasMore;
    }

    @Override
    public int attempts() {
        return attempts;
    }

    public TlsUse tls() {
        return tls;
    }

    public @Nullable Reply reply() {
        return reply;
    }

    /** Whether a download failed because the server does not know REST, so that one from the first byte may succeed. */
    public static boolean isRestartRefused(Throwable error) {
        return Restart.isRefused(error);
    }

    private Publisher<ByteBuf> attempt(ControlChannel session) {
        return RemoteFiles.identity(session, path, policy.replay().facts())
                .flatMap(now -> begun ? goOn(now) : begin(now))
                .thenMany(Flux.defer(() -> rest(session, trail.overlap())));
    }

    private Mono<Void> begin(RemoteIdentity now) {
        identity = now;
        trail = new Trail(policy.replay().overlapFor(now));
        return beginning
                .at(now)
                .doOnNext(from -> {
                    start = from.offset();
                    position = start;
                    trail.begin(start, from.overlap());
                    begun = true;
                })
                .then();
    }

    private Mono<Void> goOn(RemoteIdentity now) {
        Replay replay = policy.replay();
        Replay possible = trail.overlap() == null ? replay.overlap(0) : replay;
        Optional<String> conflict = position == 0 ? identity.differenceTo(now) : possible.conflict(identity, now);
        return Mono.justOrEmpty(conflict).flatMap(difference -> Mono.error(changed(difference)));
    }

    private Flux<ByteBuf> rest(ControlChannel session, @Nullable Overlap before) {
        long size = identity.size();
        if (size >= 0 && position > size) {
            return Flux.error(
                    changed(String.format(Locale.ROOT, "offset %,d is beyond its end at %,d", position, size)));
        }
        boolean isComplete = left() <= 0 || (size == position && position > 0);
        if (isComplete && (before == null || position > start)) {
            return Flux.empty();
        }
        return restart.at(position, before, session, seam -> retrieve(session, seam));
    }

    private Flux<ByteBuf> retrieve(ControlChannel session, Seam seam) {
        TransferRequest request = TransferRequest.retrieve(path, seam.from());
        attempts++;
        Flux<ByteBuf> all = policy.pace()
                .hold(new ReceiveFlux(
                        session,
                        request.command(),
                        () -> new TransferDialogue(request, session.profile(), session.family()),
                        new Course(),
                        policy.pace()))
                .doOnNext(buffer -> moved = true);
        Flux<ByteBuf> bytes = seam.join(all, trail, this::changed);
        return (end == End.OF_FILE ? bytes : bytes.map(this::cut))
                .doOnNext(this::deliver)
                .takeUntil(buffer -> left() <= 0 || hasMore || isOverrun(seam.from()))
                .concatWith(Mono.defer(() -> checkEnd(request, seam)));
    }

    private void deliver(ByteBuf buffer) {
        position += buffer.readableBytes();
        trail.add(buffer);
    }

    /** An end that is that of the file is left to the server: what comes behind it tells that REST was ignored. */
    private long left() {
        long before = end.of(start);
        return (before == identity.size() ? Long.MAX_VALUE : before) - position;
    }

    private ByteBuf cut(ByteBuf buffer) {
        long before = end.of(start);
        long left = Math.max(0, before - position);
        if (buffer.readableBytes() <= left) {
            return buffer;
        }
        hasMore = before == identity.size();
        return buffer.slice(buffer.readerIndex(), (int) left);
    }

    /** More than the rest of the file: Apache and inetutils, in some orders of commands, agree to REST and forget it. */
    private boolean isOverrun(long from) {
        return from > 0 && identity.size() >= 0 && (hasMore || position > identity.size());
    }

    /** 226 also follows a file that was cut short. */
    private Mono<ByteBuf> checkEnd(TransferRequest request, Seam seam) {
        if (isOverrun(request.offset())) {
            return Mono.error(new ProtocolViolationException(
                    Phase.DATA,
                    String.format(
                            Locale.ROOT,
                            "the server sent more than the rest of %s after REST %,d: it may have begun at another byte",
                            request.command(),
                            request.offset())));
        }
        boolean isShort = identity.size() >= 0 && position < identity.size() && left() > 0;
        if (seam.isJoined() && !isShort) {
            return Mono.empty();
        }
        return Mono.error(
                identity.size() < 0
                        ? changed(String.format(Locale.ROOT, "it ends before offset %,d", position))
                        : new IncompleteTransferException(
                                Phase.FINAL_REPLY, request.command(), position - start, identity.size() - start, null));
    }

    /** After something was moved, every transient failure heals; before that, only the loss of the data connection does. */
    private boolean mayGoOn(FtpException error) {
        int code = error.reply().map(Reply::code).orElse(0);
        return error.isTransient()
                && (moved || error instanceof IncompleteTransferException || code == 425 || code == 426);
    }

    private RemoteChangedException changed(String difference) {
        return new RemoteChangedException(path, difference, position - start);
    }

    /** The same failure, counted over all attempts. */
    private IncompleteTransferException inAll(IncompleteTransferException last) {
        long expected = identity.size() < 0 ? -1 : Math.min(identity.size(), end.of(start)) - start;
        return new IncompleteTransferException(
                last.phase(), TransferRequest.retrieve(path, 0).command(), position - start, expected, last.getCause());
    }

    private final class Course implements TransferObserver {
        @Override
        public void began(TlsUse use) {
            tls = use;
        }

        @Override
        public void ended(TransferEnd end) {
            reply = end.reply();
        }
    }
}
