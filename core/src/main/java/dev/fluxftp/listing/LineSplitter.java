package dev.fluxftp.listing;

import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Bytes to lines, in pieces of any size. One listing has one line end: CRLF on nearly every server, LF on inetutils.
 * Where it is CRLF a lone LF belongs to a name, so that no name can forge an entry.
 */
final class LineSplitter {

    /*
     * vsftpd, ProFTPD, pyftpdlib and Apache FtpServer send a newline in a name as it is, and such a name may
     * well be the first. So a lone LF does not prove that lines end with LF: that is decided when no CRLF came in more
     * bytes than a line has (a link's target is at most 4095), or none at all.
     */
    private static final int DECISION_WINDOW = 8 * 1024;

    private enum LineEnd {
        UNDECIDED,
        CRLF,
        LF
    }

    private final int maxLineLength;
    private final int decisionWindow;
    private byte[] pending = new byte[256];
    private int length;
    private LineEnd lineEnd = LineEnd.UNDECIDED;
    private boolean sawLoneLf;

    LineSplitter(int maxLineLength) {
        this.maxLineLength = maxLineLength;
        this.decisionWindow = Math.min(DECISION_WINDOW, maxLineLength);
    }

    /** Takes all bytes, gives each whole line without its end; the buffer given is valid during the call only. */
    void split(ByteBuffer bytes, Consumer<ByteBuffer> line) {
        while (bytes.hasRemaining()) {
            append(bytes.get());
            if (pending[length - 1] == '\n') {
                lineFeed(line);
            }
            if (sawLoneLf && lineEnd == LineEnd.UNDECIDED && length >= decisionWindow) {
                decideLf(line);
            }
            if (length > maxLineLength + 1) {
                throw tooLong();
            }
        }
    }

    /** The last line may lack its end. */
    void finish(Consumer<ByteBuffer> line) {
        if (sawLoneLf && lineEnd == LineEnd.UNDECIDED) {
            decideLf(line);
        }
        if (length > 0) {
            emit(0, length, line);
        }
        length = 0;
    }

    private void append(byte next) {
        if (length == pending.length) {
            pending = Arrays.copyOf(pending, length * 2);
        }
        pending[length++] = next;
    }

    private void lineFeed(Consumer<ByteBuffer> line) {
        boolean afterCr = length > 1 && pending[length - 2] == '\r';
        if (lineEnd == LineEnd.LF) {
            emit(0, length - 1, line);
            length = 0;
        } else if (afterCr) {
            lineEnd = LineEnd.CRLF;
            emit(0, length - 2, line);
            length = 0;
        } else {
            sawLoneLf = true;
        }
    }

    private void decideLf(Consumer<ByteBuffer> line) {
        lineEnd = LineEnd.LF;
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (pending[i] == '\n') {
                emit(start, i, line);
                start = i + 1;
            }
        }
        System.arraycopy(pending, start, pending, 0, length - start);
        length -= start;
    }

    private void emit(int start, int end, Consumer<ByteBuffer> line) {
        if (end - start > maxLineLength) {
            throw tooLong();
        }
        line.accept(ByteBuffer.wrap(pending, start, end - start));
    }

    private ProtocolViolationException tooLong() {
        return new ProtocolViolationException(
                Phase.DATA, "a line of the listing is longer than " + maxLineLength + " bytes");
    }
}
