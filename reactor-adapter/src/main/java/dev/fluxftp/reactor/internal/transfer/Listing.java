package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.listing.ListingDecoder;
import dev.fluxftp.listing.ListingFormat;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.reactor.internal.data.ReceiveFlux;
import dev.fluxftp.reactor.internal.data.TransferObserver;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.transfer.TransferDialogue;
import dev.fluxftp.transfer.TransferRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A directory, entry by entry as the lines come in: by MLSD where the server knows it, else by LIST. */
public final class Listing {

    private Listing() {}

    public static Flux<FtpEntry> of(ControlChannel session, String path) {
        boolean machine =
                session.features().mayKnow(Verb.MLST) && !session.profile().has(Lesson.MLSD_REFUSED);
        Flux<FtpEntry> entries = machine ? machineListing(session, path) : plainListing(session, path);
        return entries.switchIfEmpty(Flux.defer(() -> proveEmpty(session, path)));
    }

    private static Flux<FtpEntry> machineListing(ControlChannel session, String path) {
        return entries(session, Verb.MLSD, path, ListingFormat.mlsx()).onErrorResume(Listing::isNotKnown, refusal -> {
            session.remember(Lesson.MLSD_REFUSED);
            return plainListing(session, path);
        });
    }

    private static Flux<FtpEntry> plainListing(ControlChannel session, String path) {
        return entries(session, Verb.LIST, path, ListingFormat.detecting(ZoneOffset.UTC, Instant.now()));
    }

    private static Flux<FtpEntry> entries(ControlChannel session, Verb verb, String path, ListingFormat format) {
        return Flux.defer(() -> {
            TransferRequest request = TransferRequest.list(verb, path);
            ListingDecoder decoder = new ListingDecoder(format, StandardCharsets.UTF_8, path);
            return new ReceiveFlux(
                            session,
                            request.command(),
                            () -> new TransferDialogue(request, session.profile(), session.family()),
                            TransferObserver.NOBODY)
                    // decoded before the buffer is released
                    .map(buffer -> decoder.decode(buffer.nioBuffer()))
                    .concatWith(Mono.fromSupplier(decoder::finish))
                    .concatMapIterable(Function.identity(), 1);
        });
    }

    /** 500, 502 and 504 say that a command is not implemented (RFC 959 4.2.2); EPSV and PASV may be told so, too. */
    private static boolean isNotKnown(Throwable error) {
        return error instanceof NegativeReplyException refusal
                && refusal.command().filter(command -> command.is(Verb.MLSD)).isPresent()
                && refusal.reply()
                        .map(reply -> reply.code() == 500 || reply.code() == 502 || reply.code() == 504)
                        .orElse(false);
    }

    /** vsftpd, Pure-FTPd and Apache list what does not exist as nothing, and call it success. */
    private static Flux<FtpEntry> proveEmpty(ControlChannel session, String path) {
        if (path.isEmpty()) {
            return Flux.empty();
        }
        return session.perform(() -> CommandDialogues.requireDirectory(path)).thenMany(Flux.empty());
    }
}
