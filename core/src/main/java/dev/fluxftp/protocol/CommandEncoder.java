package dev.fluxftp.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Commands to bytes in the charset of the session, ended by CRLF. A character that the charset lacks is an error, never '?'. */
public final class CommandEncoder {

    private static final byte IAC = (byte) 0xFF;

    private final Charset charset;

    public CommandEncoder(Charset charset) {
        this.charset = charset;
    }

    /**
     * The whole line, to be written at once: ProFTPD loses a command whose CR and LF arrive apart.
     *
     * @throws IllegalArgumentException if the charset cannot write the line, or writes CR, LF or NUL for another character
     */
    public byte[] encode(Command command) {
        ByteBuffer text = strictly(command);
        byte[] line = new byte[text.remaining() + doubledIacs(text) + 2];
        int at = 0;
        while (text.hasRemaining()) {
            byte b = text.get();
            if (b == '\r' || b == '\n' || b == 0) {
                throw new IllegalArgumentException(charset + " writes a line break or NUL in: " + command);
            }
            line[at++] = b;
            if (b == IAC) {
                line[at++] = IAC; // RFC 854: a data byte 255 is sent twice on a Telnet connection
            }
        }
        line[at++] = '\r';
        line[at] = '\n';
        return line;
    }

    private ByteBuffer strictly(Command command) {
        try {
            return charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(command.line()));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(charset + " cannot write: " + command, e);
        }
    }

    private static int doubledIacs(ByteBuffer text) {
        int count = 0;
        for (int i = text.position(); i < text.limit(); i++) {
            if (text.get(i) == IAC) {
                count++;
            }
        }
        return count;
    }
}
