package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.listing.ListingFormat;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.TimeVal;
import dev.fluxftp.protocol.Verb;
import dev.fluxftp.reactor.internal.control.ControlChannel;
import dev.fluxftp.session.CommandDialogues;
import dev.fluxftp.session.Lesson;
import dev.fluxftp.transfer.RemoteIdentity;
import dev.fluxftp.transfer.Replay.Facts;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What a server says of one path: MLST where it knows that, else SIZE, MDTM and CWD. */
public final class RemoteFiles {

    private RemoteFiles() {}

    /** The entry, or empty when there is nothing at that path. */
    public static Mono<FtpEntry> stat(ControlChannel session, String path) {
        return entryByFacts(session, path)
                .flatMap(answer -> answer.map(Mono::just).orElseGet(Mono::empty))
                .switchIfEmpty(
                        Mono.defer(() -> knowsFacts(session) ? Mono.empty() : entryBySizeAndDirectory(session, path)));
    }

    /** What tells this version of a file from another; unknown in the parts that the server does not tell. */
    private static Mono<RemoteIdentity> identity(ControlChannel session, String path) {
        return entryByFacts(session, path)
                .map(answer -> answer.map(RemoteFiles::identity).orElse(RemoteIdentity.UNKNOWN))
                .filter(identity -> identity.size() >= 0 && identity.modified() != null)
                .switchIfEmpty(Mono.defer(() -> identityBySizeAndTime(session, path)));
    }

    /** The same, and the hash of the file where that is wanted and the server has one. */
    public static Mono<RemoteIdentity> identity(ControlChannel session, String path, Facts facts) {
        Mono<RemoteIdentity> told = identity(session, path);
        return facts == Facts.TOLD
                ? told
                : told.flatMap(identity ->
                        HashCheck.ifGiven(session, path).map(identity::hash).defaultIfEmpty(identity));
    }

    private static boolean knowsFacts(ControlChannel session) {
        return session.features().announces(Verb.MLST) && !session.profile().has(Lesson.MLST_REFUSED);
    }

    /** Empty when the server does not know MLST; an empty answer when it says that there is nothing. */
    private static Mono<Optional<FtpEntry>> entryByFacts(ControlChannel session, String path) {
        if (!knowsFacts(session)) {
            return Mono.empty();
        }
        return session.perform(() -> CommandDialogues.facts(path))
                .map(line -> line.flatMap(ListingFormat.mlst()::read).map(entry -> entry.at(path)))
                .onErrorResume(NegativeReplyException.class, refusal -> {
                    if (refusal.isTransient()) {
                        return Mono.error(refusal);
                    }
                    session.remember(Lesson.MLST_REFUSED);
                    return Mono.empty();
                });
    }

    private static RemoteIdentity identity(FtpEntry entry) {
        ChronoUnit precision = entry.modifiedPrecision();
        TimeVal modified =
                entry.modified() == null || precision == null ? null : new TimeVal(entry.modified(), precision);
        return new RemoteIdentity(entry.size(), modified, entry.facts().get("unique"));
    }

    private static Mono<RemoteIdentity> identityBySizeAndTime(ControlChannel session, String path) {
        return size(session, path)
                .flatMap(size ->
                        time(session, path).map(time -> new RemoteIdentity(size.orElse(-1L), time.orElse(null), null)));
    }

    private static Mono<FtpEntry> entryBySizeAndDirectory(ControlChannel session, String path) {
        return size(session, path)
                .flatMap(size -> size.isPresent()
                        ? time(session, path).map(time -> entry(path, FtpEntry.Type.FILE, size.get(), time))
                        : session.perform(() -> CommandDialogues.isDirectory(path))
                                .filter(Boolean::booleanValue)
                                .map(yes -> entry(path, FtpEntry.Type.DIRECTORY, -1, Optional.empty())));
    }

    private static FtpEntry entry(String path, FtpEntry.Type type, long size, Optional<TimeVal> time) {
        return new FtpEntry(
                        path,
                        path,
                        type,
                        size,
                        time.map(TimeVal::instant).orElse(null),
                        time.map(TimeVal::precision).orElse(null),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        path)
                .at(path);
    }

    /** SIZE; empty where the server does not tell it. */
    static Mono<Optional<Long>> size(ControlChannel session, String path) {
        return session.perform(() -> CommandDialogues.size(path))
                .map(Optional::of)
                .onErrorResume(FtpException.class, RemoteFiles::unknownIfNotTold);
    }

    private static Mono<Optional<TimeVal>> time(ControlChannel session, String path) {
        return session.perform(() -> CommandDialogues.modified(path))
                .map(Optional::of)
                .onErrorResume(FtpException.class, RemoteFiles::unknownIfNotTold);
    }

    /** A server that refuses for good, or answers nonsense, does not tell; anything else is a failure. */
    private static <T> Mono<Optional<T>> unknownIfNotTold(FtpException error) {
        boolean notTold = (error instanceof NegativeReplyException && !error.isTransient())
                || error instanceof ProtocolViolationException;
        return notTold ? Mono.just(Optional.empty()) : Mono.error(error);
    }
}
