package dev.fluxftp.reactor.contract;

import java.util.Set;

/** What a server really cannot do, or does otherwise. A check that meets one expects that, and no other server gets away with it. */
enum Quirk {
    /** Each data connection is a TLS session of its own: nothing to resume. */
    RESUMES_NO_TLS_SESSION("apache", "pure-ftpd"),
    /** A path with brackets is a pattern to it, also in MLST and MLSD: it describes and lists something else. */
    TAKES_PATHS_FOR_PATTERNS("apache"),
    /**
     * Where a download under TLS is given up, it may swallow the ABOR, and then says nothing more: the session is closed
     * when the deadline is over. A pool replaces it, a held connection is at its end.
     */
    SWALLOWS_ABOR("pure-ftpd"),
    /** It knows neither HASH nor any of its older cousins. */
    COMPUTES_NO_HASH("vsftpd", "pure-ftpd", "pyftpdlib"),
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
