package dev.fluxftp.reactor.internal.control;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.CommandEncoder;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.Features;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.internal.data.DataConnector;
import dev.fluxftp.reactor.internal.data.DataProcess;
import dev.fluxftp.reactor.internal.data.TransferControl;
import dev.fluxftp.reactor.internal.tls.TlsFailures;
import dev.fluxftp.reactor.internal.tls.TlsSession;
import dev.fluxftp.session.Action;
import dev.fluxftp.session.ActionHandler;
import dev.fluxftp.session.ControlState;
import dev.fluxftp.session.DataEvent;
import dev.fluxftp.session.Deadlines;
import dev.fluxftp.session.Dialogue;
import dev.fluxftp.session.Exchange;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.session.ProtocolInterpreter;
import dev.fluxftp.session.ServerProfile;
import dev.fluxftp.transfer.AddressFamily;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.Connection;

/**
 * The driver of one session: performs what the interpreter says, on the event loop of the control connection, where all of
 * its fields live. Exchanges are taken one after the other in the order in which they came.
 */
public final class ControlChannel implements ActionHandler, TransferControl {

    private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

    private final ProtocolInterpreter interpreter = new ProtocolInterpreter(StandardCharsets.UTF_8);
    private final CommandEncoder encoder = new CommandEncoder(StandardCharsets.UTF_8);
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final List<MonoSink<Boolean>> settling = new ArrayList<>();

    private final Connection connection;
    private final Channel channel; // once it is closed, reactor-netty's connection gives out another one
    private final InetSocketAddress peer;
    private final EventLoop eventLoop;
    private final Deadlines deadlines;
    private final ServerMemory memory;
    private final @Nullable TlsSession tls;
    private final DataConnector connector;

    private @Nullable Exchange<?> current;
    private @Nullable DataProcess process;
    private @Nullable Future<?> clock;
    private boolean driving;

    private volatile Features features = Features.UNKNOWN;
    private volatile boolean usable;
    private volatile String ending = "";

    private record Waiting(Exchange<?> exchange, Future<?> deadline) {}

    ControlChannel(Connection connection, Deadlines deadlines, ServerMemory memory, @Nullable TlsSession tls) {
        this.connection = connection;
        this.channel = connection.channel();
        this.peer = (InetSocketAddress) channel.remoteAddress();
        this.eventLoop = channel.eventLoop();
        this.deadlines = deadlines;
        this.memory = memory;
        this.tls = tls;
        this.connector = new DataConnector(peer, eventLoop, deadlines, tls);
    }

    // ---- what other rooms ask for

    /** The dialogue's result. Cold: each subscription is an exchange of its own. Cancel winds the exchange down. */
    public <T> Mono<T> perform(Supplier<Dialogue<T>> dialogue) {
        return Mono.create(sink -> {
            Exchange<T> exchange = new SinkExchange<>(dialogue, sink);
            inOrder(() -> enqueue(exchange));
            sink.onCancel(() -> inOrder(() -> abandon(exchange)));
        });
    }

    /** True once nothing is going on any more and the session is clean, false once it is closed. */
    public Mono<Boolean> settled() {
        return Mono.create(sink -> inOrder(() -> {
            settling.add(sink);
            tellSettled();
        }));
    }

    public Features features() {
        return features;
    }

    public ServerProfile profile() {
        return memory.profile();
    }

    public void remember(Lesson lesson) {
        memory.learn(lesson);
    }

    /** False once it is closed, or when later sessions are made differently because of what was learned. */
    public boolean isUsable() {
        boolean outdated = tls != null && tls.isTls13() && profile().prefersTls12();
        return usable && !outdated;
    }

    /** Not to be used again once what goes on has ended. */
    public void retire() {
        usable = false;
    }

    public AddressFamily family() {
        return peer.getAddress() instanceof Inet6Address ? AddressFamily.IPV6 : AddressFamily.IPV4;
    }

    /** Says QUIT where that is possible; completes once the connection is closed. */
    public Mono<Void> quit() {
        return Mono.<Void>create(sink -> inOrder(() -> {
                    interpreter.quit();
                    drive();
                    sink.success();
                }))
                .then(connection.onDispose());
    }

    /** Closes without a word. */
    public void drop() {
        onEventLoop(() -> {
            interpreter.lost(null);
            drive();
        });
    }

    /** Logs in; the first thing that happens on a new connection. */
    Mono<ControlChannel> login(Supplier<Dialogue<Features>> login) {
        return Mono.<Features>create(sink -> {
                    SinkExchange<Features> exchange = new SinkExchange<>(login, sink);
                    // at once: a server that turns us away may have closed already, and nobody else keeps its words
                    onEventLoop(() -> {
                        current = exchange;
                        connection.addHandlerLast("fluxftp.control", new ControlHandler(this));
                        interpreter.opened(exchange.dialogue());
                        channel.config().setAutoRead(true);
                        drive();
                        if (!channel.isActive()) {
                            ended(null);
                        }
                    });
                    sink.onCancel(() -> inOrder(() -> abandon(exchange)));
                })
                .map(known -> {
                    features = known;
                    usable = true;
                    return this;
                });
    }

    // ---- TransferControl

    @Override
    public void onEventLoop(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(task);
        }
    }

    @Override
    public void inOrder(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public void begin(DataProcess next) {
        inOrder(() -> {
            if (next.isWanted()) {
                enqueue(next);
            }
        });
    }

    @Override
    public void abort(DataProcess unwanted) {
        abandon(unwanted);
    }

    @Override
    public void report(DataProcess reporter, DataEvent event) {
        if (reporter == process) {
            interpreter.happened(event);
            drive();
        }
    }

    @Override
    public DataConnector connector() {
        return connector;
    }

    // ---- ControlHandler

    void received(ByteBuf bytes) {
        interpreter.receive(bytes.nioBuffer());
        drive();
    }

    void ended(@Nullable Throwable cause) {
        if (cause != null && tls != null && interpreter.state() == ControlState.UPGRADING) {
            interpreter.lose(TlsFailures.of(Phase.TLS, tls.host(), cause));
        } else {
            interpreter.lost(cause);
        }
        drive();
    }

    // ---- the loop

    private void enqueue(Exchange<?> exchange) {
        if (interpreter.state() == ControlState.CLOSED) {
            exchange.failed(ConnectionLostException.beforeItsTurn(ending));
            return;
        }
        Duration patience = deadlines.acquire();
        queue.add(new Waiting(
                exchange, eventLoop.schedule(() -> waitedTooLong(exchange), patience.toNanos(), TimeUnit.NANOSECONDS)));
        drive();
    }

    private void waitedTooLong(Exchange<?> exchange) {
        if (unqueue(exchange)) {
            exchange.failed(new DeadlineExceededException(Phase.ACQUIRE, deadlines.acquire(), null));
        }
    }

    private void abandon(Exchange<?> exchange) {
        if (exchange == current) {
            current = null;
            interpreter.abort();
            drive();
        } else {
            unqueue(exchange);
        }
    }

    private boolean unqueue(Exchange<?> exchange) {
        return queue.removeIf(waiting -> {
            if (waiting.exchange() != exchange) {
                return false;
            }
            waiting.deadline().cancel(false);
            return true;
        });
    }

    /** The only loop: performs actions until there are none; what happens meanwhile adds to them. */
    private void drive() {
        if (driving) {
            return;
        }
        driving = true;
        try {
            do {
                Action action;
                while ((action = interpreter.poll()) != null) {
                    action.performOn(this);
                }
            } while (beginNext());
        } finally {
            driving = false;
        }
        tellSettled();
    }

    private boolean beginNext() {
        Waiting next = interpreter.state() == ControlState.READY ? queue.poll() : null;
        if (next == null) {
            return false;
        }
        next.deadline().cancel(false);
        current = next.exchange();
        process = next.exchange() instanceof DataProcess data ? data : null;
        try {
            interpreter.begin(next.exchange().dialogue());
        } catch (IllegalArgumentException unsayable) {
            fail(unsayable); // made before anything was said
        }
        return true;
    }

    private void tellSettled() {
        ControlState state = interpreter.state();
        boolean idle = state == ControlState.READY && queue.isEmpty();
        if (idle || state == ControlState.CLOSED) {
            List<MonoSink<Boolean>> waiting = List.copyOf(settling);
            settling.clear();
            waiting.forEach(sink -> sink.success(idle));
        }
    }

    // ---- ActionHandler

    @Override
    public void send(Command command) {
        LOG.debug("{} > {}", this, command);
        try {
            channel.writeAndFlush(Unpooled.wrappedBuffer(encoder.encode(command)))
                    .addListener(written -> {
                        if (!written.isSuccess()) {
                            ended(written.cause());
                        }
                    });
        } catch (IllegalArgumentException e) {
            interpreter.unsayable(e);
        }
    }

    @Override
    public void startTls() {
        TlsSession session = tls;
        if (session == null) {
            throw new IllegalStateException("no TLS is configured");
        }
        // the clock of the phase watches this handshake
        SslHandler handler = session.newHandler(channel.alloc(), Duration.ZERO);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                session.established(handler.engine());
                interpreter.secured();
                drive();
            } else {
                ended(done.cause());
            }
        });
        channel.pipeline().addFirst("fluxftp.tls", handler);
    }

    @Override
    public void openData(HostPort address) {
        if (process != null) {
            process.open(address);
        }
    }

    @Override
    public void goAhead() {
        if (process != null) {
            process.goAhead();
        }
    }

    @Override
    public void closeData() {
        if (process != null) {
            process.closeData();
        }
    }

    @Override
    public void learn(Lesson lesson) {
        memory.learn(lesson);
    }

    @Override
    public void clock(@Nullable Phase phase) {
        if (clock != null) {
            clock.cancel(false);
            clock = null;
        }
        if (phase != null) {
            Duration deadline = deadlines.of(phase);
            clock = eventLoop.schedule(
                    () -> {
                        interpreter.expired(deadline);
                        drive();
                    },
                    deadline.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the interpreter finishes the dialogue that this exchange gave it
    public void finish(Object result) {
        Exchange<Object> exchange = (Exchange<Object>) current;
        current = null;
        if (exchange != null) {
            exchange.finished(result);
        }
    }

    @Override
    public void fail(RuntimeException error) {
        Exchange<?> exchange = current;
        current = null;
        if (exchange != null) {
            exchange.failed(error);
        }
    }

    @Override
    public void settle() {
        process = null;
    }

    @Override
    public void close(String why) {
        LOG.debug("{} closed: {}", this, why);
        usable = false;
        ending = why;
        closeData();
        connection.dispose();
        fail(ConnectionLostException.beforeItsTurn(why)); // the interpreter has told why, unless the closing was ours
        while (!queue.isEmpty()) {
            Waiting next = queue.remove();
            next.deadline().cancel(false);
            next.exchange().failed(ConnectionLostException.beforeItsTurn(why));
        }
    }

    @Override
    public String toString() {
        return "session " + channel.id().asShortText() + " with " + peer;
    }
}
