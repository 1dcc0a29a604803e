package dev.fluxftp.session;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import org.jspecify.annotations.Nullable;

/** What the driver must do next. The arms call their method of {@link ActionHandler}, so that a driver misses none. */
public sealed interface Action {

    void performOn(ActionHandler handler);

    /** Write a command line to the control connection. */
    record Send(Command command) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.send(command);
        }
    }

    /** Begin the TLS handshake on the control connection. */
    record StartTls() implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.startTls();
        }
    }

    /** Make the TCP connection for data. */
    record OpenData(HostPort address) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.openData(address);
        }
    }

    /** The server has agreed to the transfer: TLS, if any, and bytes may flow on the data connection. */
    record GoAhead() implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.goAhead();
        }
    }

    /** Close the data connection at once, whatever its state. */
    record CloseData() implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.closeData();
        }
    }

    /** Remember something about this server. */
    record Learn(Lesson lesson) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.learn(lesson);
        }
    }

    /** The clock of a phase starts now; the one before stops. Null: nothing is waited for on the control connection. */
    record Clock(@Nullable Phase phase) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.clock(phase);
        }
    }

    /** The dialogue has come to its end. The session is ready for the next, unless {@link Close} follows. */
    record Finish(Object result) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.finish(result);
        }
    }

    /** The dialogue has failed. The session is ready for the next, unless {@link Close} follows. */
    record Fail(RuntimeException error) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.fail(error);
        }
    }

    /** An aborted dialogue has been wound down: the session is clean and ready for the next. */
    record Settled() implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.settle();
        }
    }

    /** Close the control connection. */
    record Close(String why) implements Action {
        @Override
        public void performOn(ActionHandler handler) {
            handler.close(why);
        }
    }
}
