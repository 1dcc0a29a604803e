package dev.fluxftp.session;

/**
 * A dialogue and the one who waits for its result. Exactly one of {@link #finished} and {@link #failed} is called, and
 * neither once the exchange was aborted.
 *
 * @param <T> what the dialogue finds out
 */
public interface Exchange<T> {

    /** The dialogue, made when its turn has come. */
    Dialogue<T> dialogue();

    void finished(T result);

    void failed(RuntimeException error);
}
