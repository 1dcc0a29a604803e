package dev.fluxftp.reactor;

import dev.fluxftp.reactor.internal.control.ControlConnector;
import dev.fluxftp.reactor.internal.control.ServerMemory;
import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.Deadlines;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.session.Security;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.Replay;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * All that the methods of {@link FtpClient} configure.
 *
 * @param user null when only the supplier of the credentials knows
 * @param rateLimit of all transfers together; null for as fast as the network
 */
record FtpClientConfig(
        String host,
        @Nullable Integer givenPort,
        @Nullable String user,
        Mono<Credentials> credentials,
        TlsSpec tls,
        PoolSpec pool,
        Deadlines deadlines,
        Healing healing,
        Replay replay,
        @Nullable RateLimit rateLimit) {

    static FtpClientConfig of(String host) {
        return new FtpClientConfig(
                host,
                null,
                Credentials.ANONYMOUS.user(),
                Mono.just(Credentials.ANONYMOUS),
                TlsSpec.OFF,
                PoolSpec.DEFAULT,
                Deadlines.DEFAULT,
                Healing.DEFAULT,
                Replay.DEFAULT,
                null);
    }

    static FtpClientConfig of(FtpUrl url) {
        Credentials named = url.credentials() == null ? Credentials.ANONYMOUS : url.credentials();
        return new FtpClientConfig(
                url.host(),
                url.port(),
                named.user(),
                Mono.just(named),
                TlsSpec.OFF.mode(url.security()),
                PoolSpec.DEFAULT,
                Deadlines.DEFAULT,
                Healing.DEFAULT,
                Replay.DEFAULT,
                null);
    }

    int port() {
        return givenPort == null ? tls.mode().defaultPort() : givenPort;
    }

    FtpClientConfig port(int value) {
        if (value < 1 || value > 65535) {
            throw new IllegalArgumentException("not a port: " + value);
        }
        return new FtpClientConfig(host, value, user, credentials, tls, pool, deadlines, healing, replay, rateLimit);
    }

    FtpClientConfig credentials(Credentials value) {
        return new FtpClientConfig(
                host, givenPort, value.user(), Mono.just(value), tls, pool, deadlines, healing, replay, rateLimit);
    }

    FtpClientConfig credentials(Mono<Credentials> value) {
        return new FtpClientConfig(host, givenPort, null, value, tls, pool, deadlines, healing, replay, rateLimit);
    }

    /** Whoever says how TLS is to be done wants TLS: explicit, unless implicit was chosen. */
    FtpClientConfig tls(TlsSpec value) {
        TlsSpec on = value.mode().isTls() ? value : value.explicit();
        return new FtpClientConfig(host, givenPort, user, credentials, on, pool, deadlines, healing, replay, rateLimit);
    }

    FtpClientConfig pool(PoolSpec value) {
        return new FtpClientConfig(
                host, givenPort, user, credentials, tls, value, deadlines, healing, replay, rateLimit);
    }

    FtpClientConfig deadlines(Deadlines value) {
        return new FtpClientConfig(host, givenPort, user, credentials, tls, pool, value, healing, replay, rateLimit);
    }

    FtpClientConfig healing(Healing value) {
        return new FtpClientConfig(host, givenPort, user, credentials, tls, pool, deadlines, value, replay, rateLimit);
    }

    FtpClientConfig replay(Replay value) {
        return new FtpClientConfig(host, givenPort, user, credentials, tls, pool, deadlines, healing, value, rateLimit);
    }

    FtpClientConfig rateLimit(RateLimit value) {
        return new FtpClientConfig(host, givenPort, user, credentials, tls, pool, deadlines, healing, replay, value);
    }

    /** {@code //user@host:port/path}: what checkpoints name a file by. */
    String resource(String path) {
        Credentials known = user == null ? null : Credentials.of(user, "");
        return new FtpUrl(Security.CLEAR, host.toLowerCase(Locale.ROOT), port(), known, path).resource();
    }

    ControlConnector connector(ServerMemory memory) {
        return new ControlConnector(
                host, port(), tls.mode(), credentials, tls.mode().isTls() ? tls.contexts() : null, deadlines, memory);
    }
}
