package dev.fluxftp.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the control connection to replies (RFC 959 4.2), whatever way they are split. A multi-line reply begins with
 * {@code ddd-} and ends with the first line of the same code that is not followed by a hyphen; what lies between may look
 * like anything. Lines end with LF, a CR before it is dropped. Lines and replies are bounded, so that a hostile server
 * cannot fill the memory.
 */
public final class ReplyDecoder {

    /** Longest line accepted, in bytes. */
    public static final int MAX_LINE = 32 * 1024;
    /** Longest reply accepted, in bytes over all its lines. */
    public static final int MAX_REPLY = 256 * 1024;

    private final Charset charset;
    private byte[] buffer = new byte[512];
    private int start;
    private int scanned;
    private int end;

    private final List<String> lines = new ArrayList<>();
    private int openCode;
    private int replySize;

    public ReplyDecoder(Charset charset) {
        this.charset = charset;
    }

    /** Keeps the bytes; {@link #next()} reads them. */
    public void receive(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (end + length > buffer.length) {
            makeRoom(length);
        }
        bytes.get(buffer, end, length);
        end += length;
    }

    /**
     * The next complete reply, or null when more bytes are needed.
     *
     * @throws ProtocolViolationException if the bytes are no reply, or larger than the limits
     */
    public @Nullable Reply next() {
        String line;
        while ((line = nextLine()) != null) {
            Reply reply = openCode == 0 ? begin(line) : proceed(line);
            if (reply != null) {
                return reply;
            }
        }
        return null;
    }

    /** True when no byte and no half reply is waiting: the only state in which TLS may begin. */
    public boolean isEmpty() {
        return start == end && openCode == 0;
    }

    private @Nullable Reply begin(String line) {
        int code = codeOf(line);
        if (code == 0) {
            throw new ProtocolViolationException("the server sent no FTP reply: \"" + Escaped.text(line) + '"');
        }
        if (line.length() > 3 && line.charAt(3) == '-') {
            openCode = code;
            lines.add(line.substring(4));
            return null;
        }
        return new Reply(code, List.of(textOf(line)));
    }

    private @Nullable Reply proceed(String line) {
        boolean sameCode = codeOf(line) == openCode;
        boolean more = sameCode && line.length() > 3 && line.charAt(3) == '-';
        lines.add(more ? line.substring(4) : sameCode ? textOf(line) : line);
        if (!sameCode || more) {
            return null;
        }
        Reply reply = new Reply(openCode, lines);
        lines.clear();
        openCode = 0;
        replySize = 0;
        return reply;
    }

    /** The code of a line that may begin or end a reply, or 0. */
    private static int codeOf(String line) {
        if (line.length() < 3 || (line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-')) {
            return 0;
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            char c = line.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            code = code * 10 + (c - '0');
        }
        return code >= 100 && code <= 599 ? code : 0;
    }

    private static String textOf(String line) {
        return line.length() > 4 ? line.substring(4) : "";
    }

    private @Nullable String nextLine() {
        while (scanned < end && buffer[scanned] != '\n') {
            if (buffer[scanned] == 0) {
                throw new ProtocolViolationException("the server sent a NUL in a reply: \""
                        + Escaped.text(new String(buffer, start, end - start, StandardCharsets.ISO_8859_1)) + '"');
            }
            scanned++;
        }
        int length = scanned - start;
        if (length > MAX_LINE || replySize + length > MAX_REPLY) {
            throw new ProtocolViolationException("the server sent a reply larger than the limit of "
                    + (length > MAX_LINE ? MAX_LINE + " bytes a line" : MAX_REPLY + " bytes"));
        }
        if (scanned == end) {
            return null;
        }
        String line = decode(start, lastBeforeCr(start, scanned));
        scanned++;
        start = scanned;
        if (openCode != 0) {
            replySize += length + 1;
        }
        if (start == end) {
            start = scanned = end = 0;
        }
        return line;
    }

    private int lastBeforeCr(int from, int to) {
        int last = to;
        while (last > from && buffer[last - 1] == '\r') {
            last--;
        }
        return last;
    }

    private String decode(int from, int to) {
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
            return text.toString();
        } catch (CharacterCodingException e) {
            // a server that speaks another charset is still understood by its codes
            return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    private void makeRoom(int length) {
        int kept = end - start;
        byte[] target = kept + length > buffer.length ? new byte[Math.max(kept + length, 2 * buffer.length)] : buffer;
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        scanned -= start;
        end = kept;
        start = 0;
    }
}
