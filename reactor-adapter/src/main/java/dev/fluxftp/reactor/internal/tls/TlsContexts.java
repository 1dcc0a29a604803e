package dev.fluxftp.reactor.internal.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The TLS contexts of a client: the one that was configured, and its variant that stays below TLS 1.3 for servers whose
 * sessions run out. Made once each, when first needed, off the event loop (trust stores are files).
 *
 * <p>In TLS 1.2, JSSE resumes by session ticket or by session id. vsftpd refuses what JSSE makes of its tickets and accepts
 * ids, and which version it will be is not known before the handshake; so every context is built with the ticket extension
 * off, which says nothing about the tickets of TLS 1.3. JSSE reads that from the system property
 * {@code jdk.tls.client.enableSessionTicketExtension}, once for each context as it is built; the property is set for that
 * moment and then put back. All contexts are built on one thread, so that two of these moments never overlap.
 */
public final class TlsContexts {

    private static final String TICKET_EXTENSION = "jdk.tls.client.enableSessionTicketExtension";
    private static final String TLS_1_2 = "TLSv1.2";

    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    private static final Scheduler BUILDER =
            Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "fluxftp-tls", 10, true);

    private final Mono<SslContext> asConfigured;
    private final Mono<SslContext> tls12;

    /**
     * @param builder gives a new builder, fully configured but for the protocols
     * @param protocols what the caller allows; empty for what the JDK allows
     */
    public TlsContexts(Callable<SslContextBuilder> builder, List<String> protocols) {
        this.asConfigured = once(builder, protocols);
        this.tls12 = protocols.isEmpty() || protocols.contains(TLS_1_2)
                ? once(builder, List.of(TLS_1_2))
                : Mono.error(new SSLException("TLS 1.2 is not among the protocols that are allowed: " + protocols));
    }

    public Mono<SslContext> asConfigured() {
        return asConfigured;
    }

    /** Fails where the caller does not allow TLS 1.2. */
    public Mono<SslContext> tls12() {
        return tls12;
    }

    private static Mono<SslContext> once(Callable<SslContextBuilder> builder, List<String> protocols) {
        return Mono.fromCallable(() -> build(builder.call(), protocols))
                .subscribeOn(BUILDER)
                .cache(made -> FOREVER, failed -> Duration.ZERO, () -> Duration.ZERO);
    }

    private static SslContext build(SslContextBuilder builder, List<String> protocols) throws Exception {
        builder.sslProvider(SslProvider.JDK);
        if (!protocols.isEmpty()) {
            builder.protocols(protocols);
        }
        String before = System.getProperty(TICKET_EXTENSION);
        System.setProperty(TICKET_EXTENSION, "false");
        try {
            return builder.build();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(TICKET_EXTENSION);
        } else {
            System.setProperty(TICKET_EXTENSION, before);
        }
    }
}
