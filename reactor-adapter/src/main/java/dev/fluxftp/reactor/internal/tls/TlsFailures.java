package dev.fluxftp.reactor.internal.tls;

import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.TlsFailedException.Reason;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** Failures of JSSE and Netty in words that name what a person can change. */
public final class TlsFailures {

    private static final int MAX_CAUSES = 20;

    private TlsFailures() {}

    public static TlsFailedException of(Phase phase, String host, Throwable failure) {
        return new TlsFailedException(phase, Reason.HANDSHAKE, words(host, failure), failure);
    }

    private static String words(String host, Throwable failure) {
        if (find(failure, NotSslRecordException.class) != null) {
            return "the server at " + host + " does not speak TLS here (is it the right port and TLS mode?)";
        }
        Throwable expired = find(failure, CertificateExpiredException.class);
        if (expired != null) {
            return "the certificate of " + host + " has expired: " + expired.getMessage();
        }
        Throwable early = find(failure, CertificateNotYetValidException.class);
        if (early != null) {
            return "the certificate of " + host + " is not valid yet: " + early.getMessage();
        }
        Throwable certificate = find(failure, CertificateException.class);
        if (certificate == null) {
            certificate = find(failure, CertPathValidatorException.class);
        }
        if (certificate != null) {
            return "the certificate of " + host + " is not trusted: " + innermost(certificate);
        }
        return "the TLS handshake with " + host + " failed: " + innermost(failure);
    }

    private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
        Throwable at = failure;
        for (int i = 0; i < MAX_CAUSES && at != null; i++) {
            if (type.isInstance(at)) {
                return at;
            }
            at = at.getCause();
        }
        return null;
    }

    private static String innermost(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; i < MAX_CAUSES && at.getCause() != null; i++) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
