package dev.fluxftp.samples.cli;

import dev.fluxftp.reactor.TlsSpec;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the connection is protected. */
final class TlsOptions {

    enum Mode {
        EXPLICIT,
        IMPLICIT
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "explicit or implicit, whatever the scheme of the URL says")
    private @Nullable Mode mode;

    @Option(
            names = "--tls-protocol",
            paramLabel = "NAME",
            description = "allow this one only, for instance TLSv1.2; repeatable")
    private List<String> protocols = List.of();

    @Option(names = "--ca", paramLabel = "FILE", description = "trust the authorities in this PEM file, and no others")
    private @Nullable Path authorities;

    @Option(names = "--insecure", description = "believe any certificate: encrypted, but to whom is anybody's guess")
    private boolean insecure;

    /** The URL with the scheme that the options ask for. */
    String chosen(String url) {
        return mode == null
                ? url
                : url.replaceFirst("^(?i)ftp(s|es)?://", mode == Mode.EXPLICIT ? "ftpes://" : "ftps://");
    }

    /** True where somebody cares who the server is, or does not care. */
    boolean isGiven() {
        return insecure || authorities != null || !protocols.isEmpty();
    }

    TlsSpec configure(TlsSpec given) {
        TlsSpec configured = given.protocols(knownProtocols());
        configured = authorities == null ? configured : configured.trust(authorities);
        return insecure ? insecure(configured) : configured;
    }

    private TlsSpec insecure(TlsSpec given) {
        command.commandLine()
                .getErr()
                .println("fluxftp: WARNING: certificates are NOT checked (--insecure)."
                        + " Anybody on the way can read and change everything.");
        return given.insecure();
    }

    private String[] knownProtocols() {
        Set<String> known = supported();
        for (String each : protocols) {
            if (!known.contains(each)) {
                throw new ParameterException(
                        command.commandLine(), "this Java has no TLS protocol '" + each + "', but " + known);
            }
        }
        return protocols.toArray(String[]::new);
    }

    private static Set<String> supported() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getProtocols());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
