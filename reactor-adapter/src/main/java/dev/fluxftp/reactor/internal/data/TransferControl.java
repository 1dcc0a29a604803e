package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.session.DataEvent;

/** What a data transfer process needs of its control connection. */
public interface TransferControl {

    /** Runs the task on the event loop that both connections share; at once when already there. */
    void onEventLoop(Runnable task);

    /** Begins the exchange, or lets it wait for its turn. */
    void begin(DataProcess process);

    /** The process is not wanted any more; neither of its verdict methods is called from now on. */
    void abort(DataProcess process);

    /** Something happened on the data connection. Event loop only. */
    void report(DataProcess process, DataEvent event);

    DataConnector connector();
}
