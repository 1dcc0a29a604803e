package dev.fluxftp.reactor.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server's certificate with its key. All but the self-signed and the stranger's are issued by {@link #ca()}. */
public final class TlsMaterial {
    static {
        // else JSSE's sockets, on which only the servers here run, take a truncated stream for a complete one
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
    }

    private static final class Authority {
        static final X509Bundle OWN = issue(authority("FluxFTP test CA"), null);
        static final X509Bundle STRANGER = issue(authority("FluxFTP unknown CA"), null);
    }

    private final X509Bundle bundle;

    private TlsMaterial(X509Bundle bundle) {
        this.bundle = bundle;
    }

    /** Valid for localhost, 127.0.0.1 and ::1. */
    public static TlsMaterial trusted() {
        return new TlsMaterial(issue(localhost(), Authority.OWN));
    }

    /** Issued by the same authority, for another host. */
    public static TlsMaterial wrongHost() {
        return new TlsMaterial(issue(leaf("ftp.example.org").addSanDnsName("ftp.example.org"), Authority.OWN));
    }

    public static TlsMaterial expired() {
        Instant now = Instant.now();
        return new TlsMaterial(issue(
                localhost().notBefore(now.minus(Duration.ofDays(20))).notAfter(now.minus(Duration.ofDays(10))),
                Authority.OWN));
    }

    public static TlsMaterial selfSigned() {
        return new TlsMaterial(issue(localhost().setIsCertificateAuthority(true), null));
    }

    /** Valid for localhost, issued by an authority that nobody trusts. */
    public static TlsMaterial stranger() {
        return new TlsMaterial(issue(localhost(), Authority.STRANGER));
    }

    /** The authority that a client has to trust. */
    public static X509Certificate ca() {
        return Authority.OWN.getCertificate();
    }

    /** Writes {@link #ca()} as PEM. */
    public static Path writeCa(Path file) {
        return write(Authority.OWN, file);
    }

    /** Writes the certificate itself as PEM. */
    public Path writeCertificate(Path file) {
        return write(bundle, file);
    }

    private static Path write(X509Bundle bundle, Path file) {
        try {
            return Files.writeString(file, bundle.getCertificatePEM());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public X509Certificate certificate() {
        return bundle.getCertificate();
    }

    /** A context, and so a session cache, of its own. */
    SSLContext newServerContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyStore keyStore(char[] password) throws GeneralSecurityException {
        return bundle.toKeyStore(password);
    }

    private static CertificateBuilder authority(String name) {
        return new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true);
    }

    private static CertificateBuilder localhost() {
        return leaf("localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addSanIpAddress("::1");
    }

    private static CertificateBuilder leaf(String name) {
        return new CertificateBuilder().ecp256().subject("CN=" + name).addExtendedKeyUsageServerAuth();
    }

    private static X509Bundle issue(CertificateBuilder builder, @Nullable X509Bundle issuer) {
        try {
            return issuer == null ? builder.buildSelfSigned() : builder.buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
