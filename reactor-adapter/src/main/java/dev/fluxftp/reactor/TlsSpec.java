package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.reactor.internal.tls.TlsContexts;
import dev.fluxftp.session.Security;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How TLS is done on both connections: always with the certificate chain and the host name verified, and with protected
 * data connections that resume the session of the control connection, unless said otherwise here.
 *
 * @param mode when TLS begins
 * @param trusted PEM file of the authorities to trust instead of the JDK's
 * @param certificate PEM file of our own certificate chain, where the server asks for one
 * @param key PEM file of the key that belongs to it
 * @param protocols what is allowed, for instance {@code TLSv1.3}; empty for what the JDK allows
 * @param verification whether the server has to prove who it is
 */
@CheckReturnValue
public record TlsSpec(
        Security mode,
        @Nullable Path trusted,
        @Nullable Path certificate,
        @Nullable Path key,
        List<String> protocols,
        Verification verification) {

    private static final Logger LOG = LoggerFactory.getLogger(TlsSpec.class);

    static final TlsSpec OFF = new TlsSpec(Security.CLEAR, null, null, null, List.of(), Verification.REQUIRED);

    /** Whether the server has to prove who it is. */
    public enum Verification {
        REQUIRED,
        /** Anybody may answer in the server's name. */
        NONE
    }

    public TlsSpec {
        protocols = List.copyOf(protocols);
    }

    /** AUTH TLS on the ordinary port (RFC 4217). */
    public TlsSpec explicit() {
        return mode(Security.EXPLICIT_TLS);
    }

    /** TLS from the first byte; port 990 unless another is given. */
    public TlsSpec implicit() {
        return mode(Security.IMPLICIT_TLS);
    }

    /** Trust the authorities in this PEM file, and no others. */
    public TlsSpec trust(Path pem) {
        return new TlsSpec(mode, pem, certificate, key, protocols, verification);
    }

    /** Present this certificate when the server asks for one. */
    public TlsSpec identify(Path certificateChainPem, Path keyPem) {
        return new TlsSpec(mode, trusted, certificateChainPem, keyPem, protocols, verification);
    }

    /** Allow these protocols only. */
    public TlsSpec protocols(String... names) {
        return new TlsSpec(mode, trusted, certificate, key, List.of(names), verification);
    }

    /** Believe any certificate. The connection is encrypted, but to whom is anybody's guess; says so in the log. */
    public TlsSpec insecure() {
        return new TlsSpec(mode, trusted, certificate, key, protocols, Verification.NONE);
    }

    TlsSpec mode(Security value) {
        return new TlsSpec(value, trusted, certificate, key, protocols, verification);
    }

    TlsContexts contexts() {
        return new TlsContexts(this::builder, protocols);
    }

    private SslContextBuilder builder() throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
        if (verification == Verification.NONE) {
            LOG.warn("TLS certificates are NOT verified: anybody may answer in the server's name");
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else if (trusted != null) {
            try (InputStream pem = Files.newInputStream(trusted)) {
                builder.trustManager(pem);
            } catch (NoSuchFileException e) {
                throw new SSLException("there is no file of trusted certificates at " + trusted);
            } catch (IllegalArgumentException e) {
                throw new SSLException("there are no certificates in " + trusted);
            }
        }
        if (certificate != null && key != null) {
            builder.keyManager(certificate.toFile(), key.toFile());
        }
        return builder;
    }
}
