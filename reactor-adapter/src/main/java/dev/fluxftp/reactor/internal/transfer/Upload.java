package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.data.SendMono;
import dev.fluxftp.reactor.internal.data.TransferObserver;
import dev.fluxftp.reactor.internal.pool.Sessions;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.ResumePlan;
import dev.fluxftp.transfer.TransferDialogue;
import dev.fluxftp.transfer.TransferEnd;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import dev.fluxftp.transfer.TransferReport.Verification;
import dev.fluxftp.transfer.TransferRequest;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file to the server. After a break it asks on another session how much has arrived, and replays the source from there;
 * a final reply that was lost is made up for by the size. Made for one subscription: its fields are the memory of that
 * subscription, touched by one signal at a time.
 */
public final class Upload {

    private static final long UNKNOWN = -1;

    private final String path;
    private final LongFunction<Publisher<? extends ByteBuf>> source;
    private final long total;
    private final Start start;
    private final Healing healing;
    private final long began = System.nanoTime();

    private long base;
    private long before = UNKNOWN;
    private long acknowledged;
    private int attempts;
    private @Nullable Attempt last;
    private TlsUse tls = TlsUse.NONE;
    private @Nullable Reply reply;

    /** What becomes of what the server has already. */
    public enum Start {
        REPLACE,
        RESUME
    }

    /**
     * @param source the content from an offset on; subscribed once for each attempt
     * @param total its whole size, -1 when not known
     * @param healing {@link Healing#NONE} for a source that can only be read once
     */
    public Upload(
            String path, LongFunction<Publisher<? extends ByteBuf>> source, long total, Start start, Healing healing) {
        this.path = path;
        this.source = source;
        this.total = total;
        this.start = start;
        this.healing = healing;
    }

    /** STOR, or SIZE and APPE. Emits once, when it is certain that all is there. */
    public Mono<TransferReport> run(Sessions sessions) {
        return sessions.use(this::attempt)
                .retryWhen(Attempts.of(healing, this::mayGoOn))
                .<TransferReport>handle((report, sink) -> report.ifPresent(sink::next))
                .singleOrEmpty();
    }

    // ---- what to do

    /** The report; before it an empty sign of life when the server turns out to have more than at the last break. */
    private Flux<Optional<TransferReport>> attempt(ControlChannel session) {
        return plan(session).flatMapMany(plan -> {
            Mono<Optional<TransferReport>> outcome = carryOut(plan, session).map(Optional::of);
            boolean advanced = plan instanceof ResumePlan.Continue from && from.offset() > acknowledged;
            return advanced ? Flux.concat(Mono.fromSupplier(() -> advanceTo(plan)), outcome) : outcome;
        });
    }

    private Optional<TransferReport> advanceTo(ResumePlan plan) {
        acknowledged = plan instanceof ResumePlan.Continue from ? from.offset() : acknowledged;
        return Optional.empty();
    }

    private Mono<ResumePlan> plan(ControlChannel session) {
        Attempt broken = last;
        if (broken != null) {
            return heldNow(session)
                    .map(held -> ResumePlan.afterBreak(base, before, broken.given, broken.sourceEnded, held));
        }
        if (start == Start.RESUME) {
            return SettledSize.of(session, path).map(held -> begin(held, ResumePlan.of(held, total)));
        }
        return healing.attempts() == 0
                ? Mono.just(new ResumePlan.Start())
                : RemoteFiles.size(session, path).map(held -> begin(held.orElse(UNKNOWN), new ResumePlan.Start()));
    }

    private ResumePlan begin(long held, ResumePlan plan) {
        before = held;
        if (plan instanceof ResumePlan.Continue from) {
            base = from.offset();
            acknowledged = base;
        }
        return plan;
    }

    private Mono<Long> heldNow(ControlChannel session) {
        return SettledSize.of(session, path)
                .onErrorResume(NegativeReplyException.class, e -> e.isTransient() ? Mono.error(e) : Mono.just(UNKNOWN));
    }

    private Mono<TransferReport> carryOut(ResumePlan plan, ControlChannel session) {
        if (plan instanceof ResumePlan.Continue from) {
            return goOn(session, from.offset());
        }
        if (plan instanceof ResumePlan.AlreadyComplete complete) {
            return Mono.fromSupplier(
                    () -> report(last == null ? complete.size() : base, complete.size(), Verification.SIZE));
        }
        if (plan instanceof ResumePlan.Conflict conflict) {
            return Mono.error(new RemoteChangedException(path, conflict.reason(), 0));
        }
        return send(session, TransferRequest.store(path, 0), 0);
    }

    // ---- doing it

    /** APPE; where the server has no such thing, REST and STOR if it says that it means what RFC 3659 5 means. */
    private Mono<TransferReport> goOn(ControlChannel session, long offset) {
        Mono<TransferReport> restarted = Mono.defer(() -> send(session, TransferRequest.store(path, offset), offset));
        boolean restarts = session.features()
                .parameters(Verb.REST.name())
                .filter("STREAM"::equalsIgnoreCase)
                .isPresent();
        if (restarts && session.profile().has(Lesson.APPE_REFUSED)) {
            return restarted;
        }
        return send(session, TransferRequest.append(path), offset).onErrorResume(e -> restarts && isNotKnown(e), e -> {
            session.remember(Lesson.APPE_REFUSED);
            return restarted;
        });
    }

    /** 500, 502 and 504 say that a command is not implemented (RFC 959 4.2.2). */
    private static boolean isNotKnown(Throwable error) {
        return error instanceof NegativeReplyException refusal
                && refusal.command().filter(command -> command.is(Verb.APPE)).isPresent()
                && refusal.reply()
                        .map(Reply::code)
                        .filter(code -> code == 500 || code == 502 || code == 504)
                        .isPresent();
    }

    private Mono<TransferReport> send(ControlChannel session, TransferRequest request, long offset) {
        return Mono.defer(() -> {
                    Attempt attempt = new Attempt(offset);
                    return new SendMono(
                            session,
                            request.command(),
                            () -> new TransferDialogue(request, session.profile(), session.family()),
                            attempt.watched(source.apply(offset)),
                            attempt);
                })
                .flatMap(end -> verify(session, request, offset, end));
    }

    /** The count of what was written against SIZE; a server that does not tell it is believed. */
    private Mono<TransferReport> verify(ControlChannel session, TransferRequest request, long offset, TransferEnd end) {
        reply = end.reply();
        long expected = offset + end.bytes();
        return session.perform(() -> CommandDialogues.size(path))
                .map(Optional::of)
                .onErrorResume(Upload::isNotTold, e -> Mono.just(Optional.<Long>empty()))
                .flatMap(told -> {
                    if (told.isEmpty()) {
                        return Mono.just(report(base, expected, Verification.REPLY));
                    }
                    return told.get() == expected
                            ? Mono.just(report(base, expected, Verification.SIZE))
                            : Mono.error(mismatch(request, offset, end, told.get()));
                });
    }

    /** Any answer but the end of the session; nothing hangs on it, the server has called the upload complete. */
    private static boolean isNotTold(Throwable error) {
        return error instanceof ProtocolViolationException
                || (error instanceof NegativeReplyException refusal
                        && refusal.reply().map(reply -> reply.code() != 421).orElse(true));
    }

    private static FtpException mismatch(TransferRequest request, long offset, TransferEnd end, long size) {
        return request.offset() > 0
                ? new ProtocolViolationException(
                        Phase.FINAL_REPLY,
                        String.format(
                                "after REST %,d and %s the file has %,d bytes, not %,d: the server may have begun at another byte",
                                offset, request.command(), size, offset + end.bytes()))
                : new IncompleteTransferException(
                        Phase.FINAL_REPLY, request.command(), size - offset, end.bytes(), null);
    }

    /** Once the server had agreed to take it, every transient failure heals; before that, a lost data connection does. */
    private boolean mayGoOn(FtpException error) {
        int code = error.reply().map(Reply::code).orElse(0);
        return error.isTransient()
                && (last != null || error instanceof IncompleteTransferException || code == 425 || code == 426);
    }

    private TransferReport report(long offset, long size, Verification verification) {
        return new TransferReport(
                size - offset,
                offset,
                size,
                Duration.ofNanos(System.nanoTime() - began),
                attempts,
                reply,
                verification,
                tls);
    }

    /**
     * One data connection, from the moment the server has agreed. What the source gave is counted before it is handed to the
     * event loop, which is where a break is told.
     */
    private final class Attempt implements TransferObserver {

        private long given;
        private boolean sourceEnded;

        Attempt(long offset) {
            given = offset;
        }

        Publisher<? extends ByteBuf> watched(Publisher<? extends ByteBuf> content) {
            return Flux.<ByteBuf>from(content)
                    .doOnNext(buffer -> given += buffer.readableBytes())
                    .doOnComplete(() -> sourceEnded = true);
        }

        @Override
        public void began(TlsUse use) {
            tls = use;
            attempts++;
            last = this;
        }
    }
}
