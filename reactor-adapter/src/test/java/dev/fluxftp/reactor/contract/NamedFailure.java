package dev.fluxftp.reactor.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Surefire's reports number the servers; a failure says which one it was. */
final class NamedFailure implements TestExecutionExceptionHandler {

    /** Nothing but a name. */
    private static final class Against extends RuntimeException {
        private static final long serialVersionUID = 1;

        Against(String setting) {
            super(setting, null, false, false);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (context.getRequiredTestInstance() instanceof Contract contract) {
            failure.addSuppressed(new Against(contract.setting().toString()));
        }
        throw failure;
    }
}
