package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.data.SendMono;
import dev.fluxftp.reactor.internal.data.TransferObserver;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.transfer.ResumePlan;
import dev.fluxftp.transfer.TransferDialogue;
import dev.fluxftp.transfer.TransferEnd;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import dev.fluxftp.transfer.TransferReport.Verification;
import dev.fluxftp.transfer.TransferRequest;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** One file to the server, whole or from where the server's copy ends. Made for one subscription. */
public final class Upload {

    private static final long ABSENT = 0;
    /** What a killed client had sent may still be on its way to the file when the next one asks how much there is. */
    private static final Duration SETTLING = Duration.ofMillis(250);

    private static final int SETTLING_CHECKS = 40;

    private final String path;
    private final LongFunction<Publisher<? extends ByteBuf>> source;
    private final long total;
    private final long began = System.nanoTime();
    private TlsUse tls = TlsUse.NONE;

    /**
     * @param source the content from an offset on
     * @param total its whole size, -1 when not known
     */
    public Upload(String path, LongFunction<Publisher<? extends ByteBuf>> source, long total) {
        this.path = path;
        this.source = source;
        this.total = total;
    }

    /** STOR: what is there is replaced. */
    public Mono<TransferReport> whole(ControlChannel session) {
        return send(session, TransferRequest.store(path), 0);
    }

    /** SIZE, then APPE from there. */
    public Mono<TransferReport> resumed(ControlChannel session) {
        return settledSize(session, 0).flatMap(held -> {
            ResumePlan plan = ResumePlan.of(held, total);
            if (plan instanceof ResumePlan.Continue from) {
                return send(session, TransferRequest.append(path), from.offset());
            }
            if (plan instanceof ResumePlan.AlreadyComplete complete) {
                return Mono.just(report(complete.size(), complete.size(), null, Verification.SIZE));
            }
            if (plan instanceof ResumePlan.Conflict conflict) {
                return Mono.error(new RemoteChangedException(path, conflict.reason(), 0));
            }
            return whole(session);
        });
    }

    private Mono<TransferReport> send(ControlChannel session, TransferRequest request, long offset) {
        return Mono.defer(() -> new SendMono(
                        session,
                        request.command(),
                        () -> new TransferDialogue(request, session.profile(), session.family()),
                        source.apply(offset),
                        new TransferObserver() {
                            @Override
                            public void began(TlsUse use) {
                                tls = use;
                            }
                        }))
                .flatMap(end -> verify(session, request, offset, end));
    }

    /** The count of what was written against SIZE; a server that does not tell it is believed. */
    private Mono<TransferReport> verify(ControlChannel session, TransferRequest request, long offset, TransferEnd end) {
        long expected = offset + end.bytes();
        return session.perform(() -> CommandDialogues.size(path))
                .flatMap(size -> size == expected
                        ? Mono.just(report(offset, expected, end, Verification.SIZE))
                        : Mono.<TransferReport>error(new IncompleteTransferException(
                                Phase.FINAL_REPLY, request.command(), size - offset, end.bytes(), null)))
                .onErrorResume(Upload::isNotTold, e -> Mono.just(report(offset, expected, end, Verification.REPLY)));
    }

    private Mono<Long> settledSize(ControlChannel session, int checks) {
        return size(session)
                .flatMap(first -> first == ABSENT
                        ? Mono.just(first)
                        : Mono.delay(SETTLING)
                                .then(size(session))
                                .flatMap(second -> second.equals(first) || checks >= SETTLING_CHECKS
                                        ? Mono.just(second)
                                        : settledSize(session, checks + 1)));
    }

    private Mono<Long> size(ControlChannel session) {
        return session.perform(() -> CommandDialogues.size(path))
                .onErrorResume(
                        e -> e instanceof NegativeReplyException refusal
                                && refusal.reply()
                                        .map(reply -> reply.code() == 550)
                                        .orElse(false),
                        absent -> Mono.just(ABSENT));
    }

    private static boolean isNotTold(Throwable error) {
        return error instanceof ProtocolViolationException
                || (error instanceof NegativeReplyException refusal
                        && refusal.reply().map(reply -> reply.code() != 421).orElse(true));
    }

    private TransferReport report(long offset, long size, @Nullable TransferEnd end, Verification verification) {
        return new TransferReport(
                end == null ? 0 : end.bytes(),
                offset,
                size,
                Duration.ofNanos(System.nanoTime() - began),
                end == null ? 0 : 1,
                end == null ? null : end.reply(),
                verification,
                tls);
    }
}
