package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.session.Dialogue;
import dev.fluxftp.transfer.TransferEnd;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The bytes of one transfer from the server, by demand: nothing is read that was not asked for. Ends with the verdict of
 * both connections, not with the end of the data. Cancel aborts the transfer. A buffer is released after
 * {@code onNext} unless the receiver retains it, as everywhere in reactor-netty.
 */
public final class ReceiveFlux extends Flux<ByteBuf> {

    private final TransferControl control;
    private final Command verb;
    private final Supplier<Dialogue<TransferEnd>> dialogue;
    private final TransferObserver observer;
    private final Pace pace;

    /** As fast as it is asked for. */
    public ReceiveFlux(
            TransferControl control,
            Command verb,
            Supplier<Dialogue<TransferEnd>> dialogue,
            TransferObserver observer) {
        this(control, verb, dialogue, observer, Pace.FREE);
    }

    /**
     * @param dialogue makes the dialogue when its turn has come
     * @param pace at which it will be asked: how much is read at once
     */
    public ReceiveFlux(
            TransferControl control,
            Command verb,
            Supplier<Dialogue<TransferEnd>> dialogue,
            TransferObserver observer,
            Pace pace) {
        this.control = control;
        this.verb = verb;
        this.dialogue = dialogue;
        this.observer = observer;
        this.pace = pace;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        Receiver receiver = new Receiver(actual);
        actual.onSubscribe(receiver);
        control.begin(receiver);
    }

    /*
     * All fields belong to the event loop; request and cancel, which may come from anywhere, hop onto it;
     * nothing is delivered in between.
     */
    final class Receiver extends DataExchange<ByteBuf> implements CoreSubscriber<ByteBuf> {

        private @Nullable Subscription upstream;
        private @Nullable Runnable earlyEnd;
        private boolean flowing;
        private long demand;

        Receiver(CoreSubscriber<? super ByteBuf> actual) {
            super(control, verb, dialogue, actual);
        }

        // ---- downstream

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                control.onEventLoop(() -> {
                    demand = Operators.addCap(demand, n);
                    if (flowing) {
                        ask(n);
                    }
                });
            }
        }

        // ---- the control connection

        @Override
        public void open(HostPort address) {
            // at once: reactor-netty drops what came in when the connection is closed before anybody subscribed
            link.open(address, connection -> connection.receive(pace).subscribe(this));
        }

        @Override
        public void goAhead() {
            link.secure(connection -> {
                observer.began(connection.tlsUse());
                flowing = true;
                if (demand > 0) {
                    ask(demand);
                }
                if (earlyEnd != null) {
                    earlyEnd.run();
                }
            });
        }

        @Override
        public void closeData() {
            if (upstream != null) {
                upstream.cancel();
            }
            DataConnection connection = link.release();
            if (connection != null) {
                connection.close();
            }
        }

        @Override
        public void finished(TransferEnd end) {
            if (isFirstVerdict()) {
                observer.ended(end);
                actual.onComplete();
            }
        }

        // ---- the data connection

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
        }

        @Override
        public void onNext(ByteBuf buffer) {
            if (!isHeard()) {
                return; // reactor-netty releases it
            }
            link.moved(buffer.readableBytes());
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            if (demand == 0) {
                link.idle().pause();
            } else {
                link.idle().run();
            }
            actual.onNext(buffer);
        }

        @Override
        public void onComplete() {
            end(this::ended);
        }

        @Override
        public void onError(Throwable error) {
            end(() -> link.broke(error));
        }

        /** An end without a byte may come before the server has agreed, or instead of that. */
        private void end(Runnable how) {
            if (flowing) {
                how.run();
            } else {
                earlyEnd = how;
            }
        }

        private void ask(long n) {
            if (upstream != null) {
                link.idle().run();
                upstream.request(n);
            }
        }

        private void ended() {
            DataConnection connection = link.connection();
            if (connection != null && connection.endedCleanly()) {
                connection.close();
                link.ended();
            } else {
                link.broke(
                        new EOFException("the data connection ended without TLS close_notify; it may have been cut"));
            }
        }
    }
}
