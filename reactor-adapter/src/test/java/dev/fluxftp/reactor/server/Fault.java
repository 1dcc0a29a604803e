package dev.fluxftp.reactor.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * One way of going wrong while a command is served. Several may be given to one command; "the final reply" is the only
 * one of a plain command, and the one after the data of a transfer. Byte counts are of file content, not of TLS records.
 */
public sealed interface Fault {
    /** For the {@code reply} of a fault on the data connection: no reply comes. */
    String SILENCE = "";

    String ABORTED = "426 Connection closed; transfer aborted.";

    /** Where in a command the control connection breaks. */
    enum When {
        /** The command has no effect. For the greeting: at once. */
        BEFORE_COMMAND,
        /** A transfer's 150 was said, nothing of the data was sent or read. */
        AFTER_PRELIMINARY,
        /** The command had its effect, nobody hears of it. */
        BEFORE_REPLY,
        /** In the middle of the final reply. */
        INSIDE_REPLY,
        AFTER_REPLY
    }

    /** What happens to a transfer when this many bytes passed; a transfer that is shorter does not see it. */
    sealed interface Cut extends Fault {
        long bytes();
    }

    // ---- the control connection breaks or falls silent

    /** FIN, after close_notify under TLS unless {@link NoCloseNotify} is given too. A data connection breaks with it. */
    record DropControl(When when) implements Fault {}

    /** RST. */
    record ResetControl(When when) implements Fault {}

    /** Control and data end as when the server is killed: FIN on both, no reply, no close_notify. Outside a transfer: at once. */
    record KillSession(long bytes) implements Cut {}

    /** From this command on, which has no effect, nothing is said any more. Commands are still read and recorded. */
    record StallControl() implements Fault {}

    /** From this command on nothing is read any more, until TCP's window is full. */
    record StopReading() implements Fault {}

    /** The command has its effect, and no reply at all; the next command is answered. */
    record NoReply() implements Fault {}

    /** As {@link NoReply}, but 1yz replies come. */
    record LoseFinalReply() implements Fault {}

    // ---- replies come otherwise

    /** In pieces of this size, each in a segment of its own. */
    record SplitReplies(int size) implements Fault {
        /** Byte for byte. */
        public SplitReplies() {
            this(1);
        }
    }

    /** Before each reply, 1yz too. */
    record DelayReply(Duration delay) implements Fault {}

    /** The final reply waits for the test. */
    record HoldReply(CountDownLatch until) implements Fault {}

    /** The command has its effect and ends as it ends; this is what is said about it. */
    record FinalReply(String line) implements Fault {}

    /** Another reply behind the final one, in the same segment. */
    record ExtraReply(String line) implements Fault {}

    /** Bytes behind the final reply, in the same segment; with AUTH: before the handshake, outside TLS. */
    record InjectAfterReply(byte[] bytes) implements Fault {}

    /** These bytes instead of a reply. The command has no effect. */
    record Garbage(byte[] bytes) implements Fault {}

    /** These bytes again and again instead of a reply, as long as somebody reads. */
    record EndlessReply(byte[] bytes) implements Fault {}

    /** Bytes past the TLS layer instead of a reply, and FIN: as vsftpd writes its last words. */
    record ClearText(byte[] bytes) implements Fault {}

    // ---- TLS

    /** Of the control connection with AUTH, else of the data connection: the ClientHello is never answered. */
    record StallHandshake() implements Fault {}

    /** The ClientHello is answered with these bytes, and FIN. */
    record BreakHandshake(byte[] bytes) implements Fault {
        public BreakHandshake() {
            this(new byte[0]);
        }
    }

    /** The data connection shows another certificate. */
    record DataCertificate(TlsMaterial material) implements Fault {}

    /** Data in clear text though PROT P was agreed. */
    record PlainData() implements Fault {}

    /** The connection that ends does so without close_notify. */
    record NoCloseNotify() implements Fault {}

    // ---- the data connection is not there (given to EPSV and PASV)

    /** A port on which nobody listens. */
    record ClosedDataPort() implements Fault {}

    /** PASV names this host, and the right port. */
    record ForeignDataHost(String host) implements Fault {}

    /** The data connection is accepted and reset at once; the client may see that in its connect or in its first read. */
    record ResetOnAccept() implements Fault {}

    // ---- transfers

    /** This reply instead of the 150; no data passes. */
    record RefuseData(String reply) implements Fault {
        public RefuseData() {
            this("425 Can't open data connection.");
        }
    }

    /** The data end early, and properly; then this reply. With a 226 it is a lie. */
    record DropDataAfter(long bytes, String reply) implements Cut {
        public DropDataAfter(long bytes) {
            this(bytes, ABORTED);
        }
    }

    /** RST on the data connection; of the last bytes some may be lost to the reset. */
    record ResetDataAfter(long bytes, String reply) implements Cut {
        public ResetDataAfter(long bytes) {
            this(bytes, ABORTED);
        }
    }

    /** Neither sends nor reads data any more, until the latch opens, ABOR comes or the connection ends. */
    record StallDataAfter(long bytes, CountDownLatch until) implements Cut {
        /** For ever. */
        public StallDataAfter(long bytes) {
            this(bytes, new CountDownLatch(1));
        }
    }

    /** The final reply comes after so many bytes, and the data go on behind it. */
    record FinalReplyAfter(long bytes) implements Cut {}

    /** 150 and 226 in one segment, before the data. */
    record EarlyFinalReply() implements Fault {}

    /** No 150. */
    record SkipPreliminary() implements Fault {}

    /** So many bytes of data before the 150. */
    record DataBeforePreliminary(long bytes) implements Fault {}

    /** In pieces of this size with a pause after each. */
    record SlowData(int size, Duration pause) implements Fault {}

    /** The final reply is withheld until the client has closed its end too, as ProFTPD does. */
    record AwaitClientClose() implements Fault {}

    /** The final reply comes, the data connection stays open. */
    record KeepDataOpen() implements Fault {}

    // ---- lies

    /** SIZE, and the size in MLST, MLSD, LIST and in the 150. */
    record LieAboutSize(long size) implements Fault {}

    /** The byte at this offset of the file is another one, in RETR and in what STOR keeps. */
    record CorruptData(long offset) implements Fault {}

    /** More bytes than the file has. */
    record TrailingData(byte[] bytes) implements Fault {}

    /** RETR and STOR begin at 0 whatever REST said. */
    record IgnoreRest() implements Fault {}

    /** RETR beyond the end: 150, no bytes, 226, as vsftpd, Apache and inetutils say. */
    record AcceptAnyOffset() implements Fault {}

    /** These lines, ended by CRLF, as the data of LIST, NLST or MLSD. They are asked for as they are sent. */
    record Listing(Iterable<String> lines) implements Fault {}
}
