package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import org.jspecify.annotations.Nullable;

/** The driver's side of {@link Action}: one method for each arm. */
public interface ActionHandler {

    void send(Command command);

    void startTls();

    void openData(HostPort address);

    void goAhead();

    void closeData();

    void learn(Lesson lesson);

    void clock(@Nullable Phase phase);

    void finish(Object result);

    void fail(RuntimeException error);

    void settle();

    void close(String why);
}
