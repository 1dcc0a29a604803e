package dev.fluxftp.reactor.internal.pool;

import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.control.ControlConnector;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.session.Lesson;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One session for every use, in the order in which they come. Where its TLS sessions run out, a new one takes its place, in
 * the same working directory; who holds it does not see that.
 */
public final class HeldSession implements Sessions {

    private final ControlConnector connector;
    private final ControlChannel lent;
    private volatile ControlChannel current;
    private volatile boolean over;

    /** @param lent where it begins */
    public HeldSession(ControlConnector connector, ControlChannel lent) {
        this.connector = connector;
        this.lent = lent;
        this.current = lent;
    }

    /** @throws IllegalStateException once it was given back: it may be somebody else's by now */
    public ControlChannel current() {
        if (over) {
            throw new IllegalStateException("this connection was only lent, and the work it was lent for has ended");
        }
        return current;
    }

    @Override
    public <T> Flux<T> use(Function<ControlChannel, ? extends Publisher<T>> use) {
        Flux<T> once = Flux.defer(() -> use.apply(current()));
        return once.onErrorResume(TlsSessionLoss::is, e -> replace().thenMany(once));
    }

    @Override
    public int most() {
        return 1;
    }

    /** Not to be lent again: what was lent has been changed, or is not what is in use any more. */
    public void retire() {
        lent.retire();
        dismissReplacement();
    }

    /** The end of the loan. */
    public void giveBack() {
        over = true;
        if (current != lent) {
            retire();
        }
    }

    private Mono<ControlChannel> replace() {
        ControlChannel old = current;
        old.remember(Lesson.TLS_1_3_SESSIONS_RUN_OUT);
        return old.perform(CommandDialogues::workingDirectory)
                .flatMap(directory -> connector
                        .connect()
                        .flatMap(made -> made.perform(() -> CommandDialogues.changeWorkingDirectory(directory))
                                .doOnError(e -> made.drop())
                                .doOnCancel(made::drop)
                                .thenReturn(made)))
                .doOnNext(made -> {
                    current = made;
                    old.retire();
                    old.drop();
                });
    }

    private void dismissReplacement() {
        if (current != lent) {
            current.drop();
        }
    }
}
