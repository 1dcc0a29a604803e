package dev.fluxftp.reactor.contract;

import dev.fluxftp.reactor.TlsSpec;
import dev.fluxftp.reactor.server.Tls;
import java.util.Locale;

/** How a server is secured. */
enum Mode {
    PLAIN(Tls.NONE),
    EXPLICIT(Tls.EXPLICIT),
    /** As explicit, and a data connection has to resume the TLS session of its control connection. */
    STRICT(Tls.EXPLICIT),
    IMPLICIT(Tls.IMPLICIT);

    private final Tls tls;

    Mode(Tls tls) {
        this.tls = tls;
    }

    Tls tls() {
        return tls;
    }

    boolean isSecure() {
        return tls != Tls.NONE;
    }

    /** The client's side of it. */
    TlsSpec secure(TlsSpec spec) {
        return tls == Tls.IMPLICIT ? spec.implicit() : spec.explicit();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
