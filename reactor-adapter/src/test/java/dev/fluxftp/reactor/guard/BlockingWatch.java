package dev.fluxftp.reactor.guard;

import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Keeps every call that blocks a thread which must not block, also where the error that it throws is swallowed. */
public final class BlockingWatch implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        Incidents.watch();
        builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            Incidents.add("a thread blocked that must not", error);
            throw error;
        });
    }
}
