package dev.fluxftp.reactor.torture;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.protocol.Reply;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.Fault.When;

/** What goes wrong with a transfer, and which errors say so. */
enum Trouble {
    // the data connection breaks: a transfer goes on from there
    RESET_426,
    RESET_451,
    RESET_551,
    RESET_226,
    RESET_SILENT,
    FIN_426,
    FIN_451,
    FIN_SILENT,
    /** A part of the file, and the server calls it complete. */
    SHORT_226,
    STALL,
    KILL,

    // everything has passed, but nobody hears of it
    LOST_226,
    FINAL_421,
    FINAL_426,
    FINAL_451,
    DROP_BEFORE_FINAL,
    RESET_INSIDE_FINAL,

    // nothing passes
    DROP_BEFORE_DATA,
    REFUSED_425,
    REFUSED_421,
    REFUSED_450,
    DROP_BEFORE_COMMAND,
    RESET_BEFORE_COMMAND,
    /** The question for size and time is not answered, after a first break or at the end. */
    DROP_AT_QUESTION,
    DROP_AT_RENAME,

    // nothing can be done
    DISK_FULL_552,
    DISK_FULL_452,
    CHANGED,
    REST_REFUSED,
    REST_IGNORED,
    FOREIGN;

    /** What no further attempt makes good. Nothing else follows it in a plan. */
    boolean isLast() {
        return compareTo(DISK_FULL_552) >= 0;
    }

    /** True where it happens once so many bytes have passed. */
    boolean isCut() {
        return compareTo(KILL) <= 0;
    }

    boolean suits(Kind kind) {
        return switch (this) {
            case DISK_FULL_552, DISK_FULL_452, FOREIGN -> kind.isUpload();
            case CHANGED, REST_REFUSED, REST_IGNORED -> !kind.isUpload();
            case DROP_AT_RENAME -> kind.isAtomic();
            default -> true;
        };
    }

    /** What the server does to a data command. */
    Fault fault(long bytes) {
        return switch (this) {
            case RESET_426 -> new Fault.ResetDataAfter(bytes, "426 Broken.");
            case RESET_451 -> new Fault.ResetDataAfter(bytes, "451 Local error.");
            case RESET_551 -> new Fault.ResetDataAfter(bytes, "551 Cannot go on.");
            case RESET_226 -> new Fault.ResetDataAfter(bytes, "226 Complete.");
            case RESET_SILENT -> new Fault.ResetDataAfter(bytes, Fault.SILENCE);
            case FIN_426, CHANGED, REST_REFUSED, REST_IGNORED, FOREIGN -> new Fault.DropDataAfter(bytes, "426 Broken.");
            case FIN_451 -> new Fault.DropDataAfter(bytes, "451 Local error.");
            case FIN_SILENT -> new Fault.DropDataAfter(bytes, Fault.SILENCE);
            case SHORT_226 -> new Fault.DropDataAfter(bytes, "226 Complete.");
            case STALL -> new Fault.StallDataAfter(bytes);
            case KILL -> new Fault.KillSession(bytes);
            case LOST_226 -> new Fault.LoseFinalReply();
            case FINAL_421 -> new Fault.FinalReply("421 Going down.");
            case FINAL_426 -> new Fault.FinalReply("426 Cannot say.");
            case FINAL_451 -> new Fault.FinalReply("451 Cannot say.");
            case DROP_BEFORE_FINAL, DROP_AT_QUESTION -> new Fault.DropControl(When.BEFORE_REPLY);
            case RESET_INSIDE_FINAL -> new Fault.ResetControl(When.INSIDE_REPLY);
            case DROP_BEFORE_DATA -> new Fault.DropControl(When.AFTER_PRELIMINARY);
            case REFUSED_425 -> new Fault.RefuseData("425 No data connection.");
            case REFUSED_421 -> new Fault.RefuseData("421 Going down.");
            case REFUSED_450 -> new Fault.RefuseData("450 Busy.");
            case DROP_BEFORE_COMMAND -> new Fault.DropControl(When.BEFORE_COMMAND);
            case RESET_BEFORE_COMMAND -> new Fault.ResetControl(When.BEFORE_COMMAND);
            case DROP_AT_RENAME -> new Fault.DropControl(bytes % 2 == 0 ? When.BEFORE_REPLY : When.BEFORE_COMMAND);
            case DISK_FULL_552 -> new Fault.ResetDataAfter(bytes, "552 Quota exceeded.");
            case DISK_FULL_452 -> new Fault.ResetDataAfter(bytes, "452 Disk full.");
        };
    }

    /** The right error for it, where a transfer may end with one. */
    boolean explains(FtpException error, Plan plan) {
        return switch (this) {
            case DISK_FULL_552 -> code(error) == 552;
            case DISK_FULL_452 -> code(error) == 452;
            // all was sent: a 5yz is the last word then
            case RESET_551 -> plan.kind().isUpload() && code(error) == 551;
            case CHANGED -> error instanceof RemoteChangedException;
            case REST_REFUSED -> error instanceof NegativeReplyException && code(error) == 502;
            case REST_IGNORED -> error instanceof ProtocolViolationException;
            // an upload that goes on with REST and STOR and comes out short looks like a REST that was ignored
            case SHORT_226, RESET_226 -> plan.kind().isUpload() && error instanceof ProtocolViolationException;
            // with REST, and when it happens after the end, it looks like a REST that was ignored
            case FOREIGN ->
                error instanceof ProtocolViolationException
                        || (plan.kind().isResumed() && error instanceof RemoteChangedException);
            // before anything was moved a call may be repeated by whoever made it: the client has not begun
            case REFUSED_421 -> code(error) == 421;
            case REFUSED_450 -> code(error) == 450;
            case DROP_BEFORE_COMMAND, RESET_BEFORE_COMMAND, DROP_AT_QUESTION ->
                error instanceof ConnectionLostException;
            // of an empty file nothing was moved, either
            case LOST_226 -> plan.size() == 0 && error instanceof DeadlineExceededException;
            case FINAL_421 -> plan.size() == 0 && code(error) == 421;
            case FINAL_451 -> plan.size() == 0 && code(error) == 451;
            case DROP_BEFORE_FINAL, RESET_INSIDE_FINAL -> plan.size() == 0 && isLost(error);
            default -> false;
        };
    }

    private static boolean isLost(FtpException error) {
        return error instanceof ConnectionLostException || error instanceof IncompleteTransferException;
    }

    private static int code(FtpException error) {
        return error.reply().map(Reply::code).orElse(0);
    }
}
