package dev.fluxftp.reactor;

import dev.fluxftp.reactor.internal.control.ControlConnector;
import dev.fluxftp.reactor.internal.control.ServerMemory;
import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.Deadlines;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.transfer.Healing;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** All that the methods of {@link FtpClient} configure. */
record FtpClientConfig(
        String host,
        @Nullable Integer givenPort,
        Mono<Credentials> credentials,
        TlsSpec tls,
        PoolSpec pool,
        Deadlines deadlines,
        Healing healing) {

    static FtpClientConfig of(String host) {
        return new FtpClientConfig(
                host,
                null,
                Mono.just(Credentials.ANONYMOUS),
                TlsSpec.OFF,
                PoolSpec.DEFAULT,
                Deadlines.DEFAULT,
                Healing.DEFAULT);
    }

    static FtpClientConfig of(FtpUrl url) {
        Credentials named = url.credentials();
        return new FtpClientConfig(
                url.host(),
                url.port(),
                Mono.just(named == null ? Credentials.ANONYMOUS : named),
                TlsSpec.OFF.mode(url.security()),
                PoolSpec.DEFAULT,
                Deadlines.DEFAULT,
                Healing.DEFAULT);
    }

    int port() {
        return givenPort == null ? tls.mode().defaultPort() : givenPort;
    }

    FtpClientConfig port(int value) {
        if (value < 1 || value > 65535) {
            throw new IllegalArgumentException("not a port: " + value);
        }
        return new FtpClientConfig(host, value, credentials, tls, pool, deadlines, healing);
    }

    FtpClientConfig credentials(Mono<Credentials> value) {
        return new FtpClientConfig(host, givenPort, value, tls, pool, deadlines, healing);
    }

    /** Whoever says how TLS is to be done wants TLS: explicit, unless implicit was chosen. */
    FtpClientConfig tls(TlsSpec value) {
        TlsSpec on = value.mode().isTls() ? value : value.explicit();
        return new FtpClientConfig(host, givenPort, credentials, on, pool, deadlines, healing);
    }

    FtpClientConfig pool(PoolSpec value) {
        return new FtpClientConfig(host, givenPort, credentials, tls, value, deadlines, healing);
    }

    FtpClientConfig deadlines(Deadlines value) {
        return new FtpClientConfig(host, givenPort, credentials, tls, pool, value, healing);
    }

    FtpClientConfig healing(Healing value) {
        return new FtpClientConfig(host, givenPort, credentials, tls, pool, deadlines, value);
    }

    ControlConnector connector(ServerMemory memory) {
        return new ControlConnector(
                host, port(), tls.mode(), credentials, tls.mode().isTls() ? tls.contexts() : null, deadlines, memory);
    }
}
