package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.session.Dialogue;
import dev.fluxftp.transfer.TransferEnd;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * What both directions have in common between the subscriber and the control connection: a cancel, and a verdict that is
 * given once. Event loop only, save for {@code cancel}.
 */
abstract sealed class DataExchange<T> implements Subscription, DataProcess
        permits ReceiveFlux.Receiver, SendMono.Sender {

    final CoreSubscriber<? super T> actual;
    final DataLink link;

    private final TransferControl control;
    private final Supplier<Dialogue<TransferEnd>> dialogue;
    private boolean done;
    private volatile boolean cancelled;

    DataExchange(
            TransferControl control,
            Command verb,
            Supplier<Dialogue<TransferEnd>> dialogue,
            CoreSubscriber<? super T> actual) {
        this.control = control;
        this.dialogue = dialogue;
        this.actual = actual;
        this.link = new DataLink(control, this, verb);
    }

    public final Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public final void cancel() {
        cancelled = true;
        control.inOrder(() -> {
            if (!done) {
                giveUp();
            }
        });
    }

    @Override
    public final Dialogue<TransferEnd> dialogue() {
        return dialogue.get();
    }

    @Override
    public final boolean isWanted() {
        return !done;
    }

    @Override
    public final void failed(RuntimeException error) {
        if (isFirstVerdict()) {
            actual.onError(link.verdict(error));
        }
    }

    /** Nobody waits for it any more: the control connection winds it down. */
    final void giveUp() {
        done = true;
        control.abort(this);
    }

    /** True for the first one, and for none once it is cancelled. */
    final boolean isFirstVerdict() {
        boolean first = isHeard();
        done = done || first;
        return first;
    }

    /** False once the subscriber has cancelled or knows the end. */
    final boolean isHeard() {
        return !done && !cancelled;
    }
}
