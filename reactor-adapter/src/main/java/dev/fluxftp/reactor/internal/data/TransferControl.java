package dev.fluxftp.reactor.internal.data;

import dev.fluxftp.session.DataEvent;

/** What a data transfer process needs of its control connection. */
public interface TransferControl {

    /** Runs the task on the event loop that both connections share; at once when already there. */
    void onEventLoop(Runnable task);

    /**
     * Runs the task on that event loop, never at once: behind every task given before, from whichever thread. For signals
     * whose order matters and that may come from several threads one after the other.
     */
    void inOrder(Runnable task);

    /** Begins the exchange, or lets it wait for its turn. */
    void begin(DataProcess process);

    /** The process is not wanted any more; neither of its verdict methods is called from now on. */
    void abort(DataProcess process);

    /** Something happened on the data connection. Event loop only. */
    void report(DataProcess process, DataEvent event);

    DataConnector connector();
}
