package dev.fluxftp.reactor.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Just enough of a client to see what a test server does: sockets, and the text of replies. */
final class RawFtpClient implements Closeable {
    private static final Pattern PORT = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final int TIMEOUT_MILLIS = 10_000;

    private final InetAddress host;
    private final int port;
    private final Socket raw;
    private SSLContext trust;
    private Socket socket;
    private boolean secureData;

    private RawFtpClient(String host, int port) throws IOException {
        this.host = InetAddress.getByName(host);
        this.port = port;
        this.raw = newSocket(port);
        this.socket = raw;
        this.trust = trusting();
    }

    /** Connects, and reads nothing. */
    static RawFtpClient to(ScriptedFtpServer server) {
        return to(server.host(), server.port());
    }

    static RawFtpClient to(String host, int port) {
        try {
            return new RawFtpClient(host, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Greeted, logged in, TYPE I. */
    static RawFtpClient loggedIn(ScriptedFtpServer server) throws IOException {
        RawFtpClient client = to(server);
        client.reply();
        return client.login();
    }

    RawFtpClient login() throws IOException {
        say("USER tester");
        String reply = say("PASS secret");
        if (!reply.startsWith("230")) {
            throw new IOException(reply);
        }
        say("TYPE I");
        return this;
    }

    // ---- control

    /** One reply with all its lines, or what came of it before the end; empty at the end. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = line();
        reply.append(line);
        if (line.length() > 3 && line.charAt(3) == '-') {
            String end = line.substring(0, 3) + " ";
            do {
                line = line();
                reply.append('\n').append(line);
            } while (!line.isEmpty() && !line.startsWith(end));
        }
        return reply.toString();
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    String say(String line) throws IOException {
        send(line);
        return reply();
    }

    /** The next byte on the control connection, -1 at its end. */
    int readControl() throws IOException {
        return socket.getInputStream().read();
    }

    Socket control() {
        return raw;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = readControl(); b >= 0 && b != '\n'; b = readControl()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    // ---- TLS

    RawFtpClient secure(String verifiedHost) throws IOException {
        socket = layer(raw, verifiedHost);
        return this;
    }

    /** AUTH, PBSZ, PROT P after the greeting. */
    RawFtpClient explicit() throws IOException {
        say("AUTH TLS");
        secure("localhost");
        return protect();
    }

    RawFtpClient protect() throws IOException {
        say("PBSZ 0");
        say("PROT P");
        secureData = true;
        return this;
    }

    Socket secureData(Socket data) throws IOException {
        return layer(data, "localhost");
    }

    private SSLSocket layer(Socket plain, String verifiedHost) throws IOException {
        SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(plain, verifiedHost, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** The next handshake is a full one. */
    void forgetTlsSessions() {
        trust = trusting();
    }

    private static SSLContext trusting() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", TlsMaterial.ca());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- data

    /** EPSV and the connection, in clear text still. */
    Socket data() throws IOException {
        String reply = say("EPSV");
        Matcher matcher = PORT.matcher(reply);
        if (!matcher.find()) {
            throw new IOException(reply);
        }
        return newSocket(Integer.parseInt(matcher.group(1)));
    }

    /** What a transfer brought: its replies, and its data. */
    record Download(String first, byte[] bytes, String last) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    Download download(String command) throws IOException {
        try (Socket data = data()) {
            String first = say(command);
            if (!first.startsWith("1")) {
                return new Download(first, new byte[0], first);
            }
            Socket in = secureData ? secureData(data) : data;
            byte[] bytes = in.getInputStream().readAllBytes();
            in.close();
            return new Download(first, bytes, reply());
        }
    }

    /** The final reply. */
    String upload(String command, byte[] bytes) throws IOException {
        try (Socket data = data()) {
            String first = say(command);
            if (!first.startsWith("1")) {
                return first;
            }
            Socket out = secureData ? secureData(data) : data;
            out.getOutputStream().write(bytes);
            out.shutdownOutput();
            return reply();
        }
    }

    /** Reads exactly so many bytes. */
    static byte[] read(Socket socket, int count) throws IOException {
        InputStream in = socket.getInputStream();
        return in.readNBytes(count);
    }

    Socket newSocket(int to) throws IOException {
        Socket made = new Masked(port);
        made.setSoTimeout(TIMEOUT_MILLIS);
        made.connect(new InetSocketAddress(host, to), TIMEOUT_MILLIS);
        return made;
    }

    String eprt(int listening) {
        return "EPRT |%d|%s|%d|"
                .formatted(host instanceof Inet6Address ? 2 : 1, host.getHostAddress(), listening)
                .toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    /** JSSE looks for a session to resume by the peer's port; all connections to one server pretend to have the same. */
    private static final class Masked extends Socket {
        private final int shown;

        Masked(int shown) {
            this.shown = shown;
        }

        @Override
        public int getPort() {
            return shown;
        }
    }
}
