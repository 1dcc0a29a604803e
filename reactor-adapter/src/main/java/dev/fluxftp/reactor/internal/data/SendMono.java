package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.session.Dialogue;
import dev.fluxftp.transfer.TransferEnd;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * One transfer to the server. The source is subscribed when the server has agreed, and asked for no more than a few buffers
 * beyond what the network took; each is released once written. Ends with the verdict of both connections. Cancel, and an
 * error of the source, abort the transfer with a reset, so that the server cannot take what it has for the whole.
 */
public final class SendMono extends Mono<TransferEnd> {

    /** Buffers asked for and not yet taken by the network. */
    private static final int WINDOW = 8;
    /** Larger buffers are written in pieces, so that a slow network is seen to move. */
    private static final int PIECE = 256 * 1024;

    private final TransferControl control;
    private final Command verb;
    private final Supplier<Dialogue<TransferEnd>> dialogue;
    private final Publisher<? extends ByteBuf> source;
    private final TransferObserver observer;

    public SendMono(
            TransferControl control,
            Command verb,
            Supplier<Dialogue<TransferEnd>> dialogue,
            Publisher<? extends ByteBuf> source,
            TransferObserver observer) {
        this.control = control;
        this.verb = verb;
        this.dialogue = dialogue;
        this.source = source;
        this.observer = observer;
    }

    @Override
    public void subscribe(CoreSubscriber<? super TransferEnd> actual) {
        Sender sender = new Sender(actual);
        actual.onSubscribe(sender);
        control.begin(sender);
    }

    /*
     * All fields belong to the event loop. The source may signal from anywhere, the event loop among them: what it gives
     * is handed over in order, and never overtakes what came before.
     */
    final class Sender extends DataExchange<TransferEnd> implements CoreSubscriber<ByteBuf> {

        private @Nullable Subscription upstream;
        private int writing;
        private boolean sourceEnded;
        private boolean sourceUnwanted;
        private boolean outputEnded;

        Sender(CoreSubscriber<? super TransferEnd> actual) {
            super(control, verb, dialogue, actual);
        }

        // ---- downstream

        @Override
        public void request(long n) {
            Operators.validate(n); // the one value comes with the verdict
        }

        // ---- the control connection

        @Override
        public void open(HostPort address) {
            link.open(address, ignored -> {});
        }

        @Override
        public void goAhead() {
            link.secure(connection -> {
                observer.began(connection.tlsUse());
                connection.receive().subscribe(unwanted -> {}, link::broke, this::serverClosed);
                source.subscribe(this);
            });
        }

        @Override
        public void closeData() {
            if (upstream != null) {
                sourceUnwanted = true;
                upstream.cancel();
            }
            DataConnection connection = link.release();
            if (connection != null && outputEnded) {
                connection.close();
            } else if (connection != null) {
                connection.reset();
            }
        }

        @Override
        public void finished(TransferEnd end) {
            DataConnection connection = link.release();
            if (connection != null) {
                connection.closeSoon();
            }
            if (isFirstVerdict()) {
                observer.ended(end);
                actual.onNext(end);
                actual.onComplete();
            }
        }

        // ---- the source

        @Override
        public void onSubscribe(Subscription subscription) {
            control.inOrder(() -> {
                if (!isWanted() || outputEnded) {
                    subscription.cancel();
                } else {
                    upstream = subscription;
                    subscription.request(WINDOW);
                }
            });
        }

        @Override
        public void onNext(ByteBuf buffer) {
            control.inOrder(() -> write(buffer));
        }

        @Override
        public void onError(Throwable error) {
            control.inOrder(() -> {
                // a source that is cancelled in the middle of a read may fail by that
                if (isWanted() && !sourceUnwanted) {
                    giveUp();
                    actual.onError(error);
                }
            });
        }

        @Override
        public void onComplete() {
            control.inOrder(() -> {
                sourceEnded = true;
                endOutputIfAllWritten();
            });
        }

        // ---- the data connection

        private void write(ByteBuf buffer) {
            DataConnection connection = link.connection();
            if (!isWanted() || connection == null) {
                buffer.release();
                return;
            }
            writing++;
            link.idle().run();
            while (buffer.readableBytes() > PIECE) {
                connection.channel().write(buffer.readRetainedSlice(PIECE)).addListener(written -> {
                    if (written.isSuccess()) {
                        link.moved(PIECE);
                        link.idle().run();
                    }
                });
            }
            int rest = buffer.readableBytes();
            connection.channel().writeAndFlush(buffer).addListener(written -> {
                if (written.isSuccess()) {
                    wrote(rest);
                } else {
                    link.broke(written.cause());
                }
            });
        }

        private void wrote(int count) {
            link.moved(count);
            writing--;
            if (writing == 0) {
                link.idle().pause();
            } else {
                link.idle().run();
            }
            if (sourceEnded) {
                endOutputIfAllWritten();
            } else if (upstream != null && isWanted()) {
                upstream.request(1);
            }
        }

        private void endOutputIfAllWritten() {
            DataConnection connection = link.connection();
            if (!sourceEnded || writing > 0 || outputEnded || !isWanted() || connection == null) {
                return;
            }
            outputEnded = true;
            link.idle().run(); // close_notify has to be taken by the network, too
            connection.endOutput(failure -> {
                if (failure == null) {
                    link.ended();
                } else {
                    link.broke(failure);
                }
            });
        }

        private void serverClosed() {
            if (!outputEnded) {
                link.broke(new EOFException("the server closed the data connection before all was sent"));
            }
        }
    }
}
