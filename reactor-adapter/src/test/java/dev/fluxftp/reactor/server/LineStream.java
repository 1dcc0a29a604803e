package dev.fluxftp.reactor.server;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Iterator;

/** Lines, ended by CRLF, as bytes; each line is asked for when the one before is used up. */
final class LineStream extends InputStream {
    private final Iterator<String> lines;
    private final Charset charset;
    private byte[] line = {};
    private int at;

    LineStream(Iterator<String> lines, Charset charset) {
        this.lines = lines;
        this.charset = charset;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        int n = 0;
        while (n < length && (at < line.length || next())) {
            int part = Math.min(length - n, line.length - at);
            System.arraycopy(line, at, target, from + n, part);
            at += part;
            n += part;
        }
        return n == 0 && length > 0 ? -1 : n;
    }

    private boolean next() {
        if (!lines.hasNext()) {
            return false;
        }
        line = (lines.next() + "\r\n").getBytes(charset);
        at = 0;
        return true;
    }
}
