package dev.fluxftp.reactor.contract;

import java.util.Set;

/** What a server really cannot do, or does otherwise. A check that meets one expects that, and no other server gets away with it. */
enum Quirk {
    /** Each data connection is a TLS session of its own: nothing to resume. */
    RESUMES_NO_TLS_SESSION("apache", "pure-ftpd"),
    /** A path with brackets is a pattern to it, also in MLST and MLSD: it describes and lists something else. */
    TAKES_PATHS_FOR_PATTERNS("apache"),
    /**
     * Where a download under TLS is given up, it may swallow the ABOR and say nothing more (Pure-FTPd), or meet the closed
     * data connection in the middle of a TLS record, call that a panic and hang up (ProFTPD's mod_tls, SSL_ERROR_SYSCALL). A
     * pool replaces the session, a held connection is at its end.
     */
    LOSES_SESSIONS_ON_ABORT("pure-ftpd", "proftpd"),
    /** It knows neither HASH nor any of its older cousins. */
    COMPUTES_NO_HASH("vsftpd", "pure-ftpd", "pyftpdlib"),
    /** It knows no SITE CHMOD. */
    SETS_NO_PERMISSIONS("apache"),
    /** It keeps no log of commands that a test could read. */
    TELLS_NO_COMMANDS("apache");

    private final Set<String> servers;

    Quirk(String... servers) {
        this.servers = Set.of(servers);
    }

    boolean isOf(String server) {
        return servers.contains(server);
    }
}
