package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.session.DataEvent;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * What both directions have in common: one data connection from the attempt to make it to its end, the clock that watches
 * it, and the bytes that passed. Event loop only.
 */
final class DataLink {

    private final TransferControl control;
    private final DataProcess process;
    private final Command verb;
    private final IdleClock idle;

    private @Nullable Disposable connecting;
    private @Nullable DataConnection connection;
    private boolean flowing;
    private long bytes;

    DataLink(TransferControl control, DataProcess process, Command verb) {
        this.control = control;
        this.process = process;
        this.verb = verb;
        DataConnector connector = control.connector();
        this.idle = new IdleClock(connector.eventLoop(), connector.deadlines().dataIdle(), this::stalled);
    }

    /** Makes the connection, hands it over while nothing can have come in yet, and reports it. */
    void open(HostPort address, Consumer<DataConnection> made) {
        connecting = control.connector()
                .connect(address)
                .subscribe(
                        connected -> {
                            connection = connected;
                            made.accept(connected);
                            control.report(process, new DataEvent.Opened());
                        },
                        this::unreachable);
    }

    /** Secures the connection, then hands it over for bytes to flow. */
    void secure(Consumer<DataConnection> ready) {
        DataConnection current = connection;
        if (current == null) {
            return;
        }
        current.secure(failure -> {
            if (failure == null) {
                flowing = true;
                ready.accept(current);
            } else {
                control.report(process, new DataEvent.Broken(failure));
            }
        });
    }

    @Nullable
    DataConnection connection() {
        return connection;
    }

    void moved(int count) {
        bytes += count;
    }

    /** The clock: it runs while the other side owes us something. */
    IdleClock idle() {
        return idle;
    }

    void ended() {
        idle.stop();
        control.report(process, new DataEvent.Ended(bytes));
    }

    void broke(Throwable cause) {
        idle.stop();
        control.report(process, new DataEvent.Broken(DataFailures.broken(verb, bytes, cause)));
    }

    /** What an error means, now that it is known how far the transfer had come. */
    RuntimeException verdict(RuntimeException error) {
        TlsUse tls = connection == null ? TlsUse.NONE : connection.tlsUse();
        return flowing ? DataFailures.verdict(verb, bytes, tls, error) : error;
    }

    /** Stops the clock and the attempt; what becomes of a connection that is there depends on the direction. */
    @Nullable
    DataConnection release() {
        idle.stop();
        if (connecting != null) {
            connecting.dispose();
        }
        return connection;
    }

    private void unreachable(Throwable error) {
        if (error instanceof FtpException ftp) {
            control.report(process, new DataEvent.Unreachable(ftp));
        } else {
            broke(error);
        }
    }

    private void stalled() {
        broke(new DeadlineExceededException(
                Phase.DATA, control.connector().deadlines().dataIdle(), verb));
    }
}
