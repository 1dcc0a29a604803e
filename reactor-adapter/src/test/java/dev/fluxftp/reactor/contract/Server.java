package dev.fluxftp.reactor.contract;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A running server, seen from behind: its files without FTP, and what clients said to it. Paths are absolute. */
interface Server extends AutoCloseable {

    int port();

    /** The certificate to trust (PEM). */
    Path ca();

    void put(String path, byte[] content);

    /** Says when a file was modified. */
    void touch(String path, Instant modified);

    byte[] content(String path);

    /** As {@code ls -l} shows them: {@code rw-r--r--}. */
    String permissions(String path);

    /** What clients said, in words that hold the command lines; empty where the server does not tell. */
    Optional<List<String>> log();

    @Override
    void close();
}
