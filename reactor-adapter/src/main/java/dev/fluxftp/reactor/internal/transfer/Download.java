package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.data.Pace;
import dev.fluxftp.reactor.internal.data.ReceiveFlux;
import dev.fluxftp.reactor.internal.data.TransferObserver;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.TransferDialogue;
import dev.fluxftp.transfer.TransferEnd;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import dev.fluxftp.transfer.TransferRequest;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file, or a range of it, as a sequence of bytes without a seam. When a data connection breaks, it asks on another
 * session whether the file is still the same, and goes on with the byte after the last one that was delivered. Made for one
 * subscription: its fields are the memory of that subscription, touched by one signal at a time.
 */
public final class Download {

    private final String path;
    private final Beginning beginning;
    private final End end;
    private final Healing healing;

    private Pace pace = Pace.FREE;
    private RemoteIdentity identity = RemoteIdentity.UNKNOWN;
    private long start;
    private long position;
    private int attempts;
    private boolean begun;
    private TlsUse tls = TlsUse.NONE;
    private @Nullable Reply reply;

    /** Decides at which byte to begin, once it is known which file it is. */
    @FunctionalInterface
    public interface Beginning {
        Mono<Long> at(RemoteIdentity identity);
    }

    /** Decides before which byte to stop; asked again and again, and free to change its mind. */
    @FunctionalInterface
    interface End {
        End OF_FILE = start -> Long.MAX_VALUE;

        long of(long start);
    }

    /** @param length how many bytes at most */
    public Download(String path, Beginning beginning, long length, Healing healing) {
        this(path, beginning, length == Long.MAX_VALUE ? End.OF_FILE : start -> start + length, healing);
    }

    Download(String path, Beginning beginning, End end, Healing healing) {
        this.path = path;
        this.beginning = beginning;
        this.end = end;
        this.healing = healing;
    }

    /** To be said before it is subscribed. */
    public Download paced(Pace value) {
        pace = value;
        return this;
    }

    /** The bytes. A buffer is released after {@code onNext} unless it is retained. */
    public Flux<ByteBuf> bytes(Sessions sessions) {
        return sessions.use(this::attempt)
                .retryWhen(Attempts.of(healing, this::mayGoOn))
                .onErrorMap(IncompleteTransferException.class, this::inAll);
    }

    public RemoteIdentity identity() {
        return identity;
    }

    public long start() {
        return start;
    }

    public long position() {
        return position;
    }

    public int attempts() {
        return attempts;
    }

    public TlsUse tls() {
        return tls;
    }

    public @Nullable Reply reply() {
        return reply;
    }

    private Publisher<ByteBuf> attempt(ControlChannel session) {
        return RemoteFiles.identity(session, path)
                .flatMap(now -> begun ? goOn(now) : begin(now))
                .flatMapMany(from -> rest(session));
    }

    private Mono<Long> begin(RemoteIdentity now) {
        identity = now;
        return beginning.at(now).doOnNext(from -> {
            start = from;
            position = from;
            begun = true;
        });
    }

    private Mono<Long> goOn(RemoteIdentity now) {
        if (position > 0 && !identity.isComparableTo(now)) {
            return Mono.error(changed("the server does not tell enough of it to show that it is the same file"));
        }
        return Mono.justOrEmpty(identity.differenceTo(now))
                .<Long>flatMap(difference -> Mono.error(changed(difference)))
                .switchIfEmpty(Mono.fromSupplier(this::position));
    }

    private Flux<ByteBuf> rest(ControlChannel session) {
        long size = identity.size();
        if (size >= 0 && position > size) {
            return Flux.error(changed(String.format("offset %,d is beyond its end at %,d", position, size)));
        }
        if (left() <= 0 || (size == position && position > 0)) {
            return Flux.empty();
        }
        long from = position;
        TransferRequest request = TransferRequest.retrieve(path, from);
        attempts++;
        Flux<ByteBuf> bytes = pace.hold(new ReceiveFlux(
                session,
                request.command(),
                () -> new TransferDialogue(request, session.profile(), session.family()),
                new Course(),
                pace));
        return (end == End.OF_FILE ? bytes : bytes.map(this::cut))
                .doOnNext(buffer -> position += buffer.readableBytes())
                .takeUntil(buffer -> left() <= 0 || isOverrun(from))
                .concatWith(Mono.defer(() -> checkEnd(request)));
    }

    /** An end that is that of the file is left to the server: what comes behind it tells that REST was ignored. */
    private long left() {
        long before = end.of(start);
        return (before == identity.size() ? Long.MAX_VALUE : before) - position;
    }

    private ByteBuf cut(ByteBuf buffer) {
        long left = Math.max(0, left());
        return buffer.readableBytes() <= left ? buffer : buffer.slice(buffer.readerIndex(), (int) left);
    }

    /** More than the rest of the file: Apache and inetutils, in some orders of commands, agree to REST and forget it. */
    private boolean isOverrun(long from) {
        return from > 0 && identity.size() >= 0 && position > identity.size();
    }

    /** 226 also follows a file that was cut short. */
    private Mono<ByteBuf> checkEnd(TransferRequest request) {
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
        return isShort
                ? Mono.error(new IncompleteTransferException(
                        Phase.FINAL_REPLY, request.command(), position - start, identity.size() - start, null))
                : Mono.empty();
    }

    /** After something was moved, every transient failure heals; before that, only the loss of the data connection does. */
    private boolean mayGoOn(FtpException error) {
        int code = error.reply().map(Reply::code).orElse(0);
        return error.isTransient()
                && (position > start || error instanceof IncompleteTransferException || code == 425 || code == 426);
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
