package dev.fluxftp.reactor.internal.journal;

import reactor.core.publisher.MonoSink;

/** What is asked of a journal. */
sealed interface Request {

    /** It comes to nothing. */
    void fail(Throwable error);

    /** What does the key mean? */
    record Read(String key, MonoSink<byte[]> answer) implements Request {
        @Override
        public void fail(Throwable error) {
            answer.error(error);
        }
    }

    record Write(Entry entry, MonoSink<Void> answer) implements Request {
        @Override
        public void fail(Throwable error) {
            answer.error(error);
        }
    }

    /** Force to the disk what has been written; nobody waits for it. */
    enum Force implements Request {
        NOW;

        @Override
        public void fail(Throwable error) {
            // what has not been forced is told to whoever writes next
        }
    }

    record Close(MonoSink<Void> answer) implements Request {
        @Override
        public void fail(Throwable error) {
            answer.error(error);
        }
    }
}
