package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * A small and complete FTP server in memory, every step of which a test can override. It behaves well by default.
 *
 * <pre>{@code
 * try (var server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT).file("/a", bytes))) {
 *     server.on("RETR").first(2).with(new Fault.ResetDataAfter(70_000));
 *     server.on("SIZE").once().reply("550 No such file");
 *     ...
 *     assertThat(server.commands().count("RETR")).isEqualTo(3);
 *     server.sessions().awaitNoneOpen(Duration.ofSeconds(5));
 * }
 * }</pre>
 */
public final class ScriptedFtpServer implements AutoCloseable {
    private final ServerSpec spec;
    private final SSLContext tlsContext;
    private final FileTree files;
    private final ServerSocket listener;
    private final Lifetime lifetime;
    private final Script script = new Script();
    private final CommandLog commands = new CommandLog();
    private final Sessions sessions = new Sessions();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();

    private ScriptedFtpServer(ServerSpec spec) throws IOException {
        this.spec = spec;
        this.tlsContext = spec.material.newServerContext();
        this.files = new FileTree(spec.clock);
        spec.files.forEach(change -> change.accept(files));
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName(spec.host), spec.port), 200);
        this.lifetime = new Lifetime("ftp-" + listener.getLocalPort());
        lifetime.own(listener);
        lifetime.spawn("accept", this::accept);
    }

    public static ScriptedFtpServer start() {
        return start(spec -> {});
    }

    public static ScriptedFtpServer start(Consumer<ServerSpec> setUp) {
        ServerSpec spec = new ServerSpec();
        setUp.accept(spec);
        try {
            return new ScriptedFtpServer(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return spec.host;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public FileTree files() {
        return files;
    }

    // ---- the script

    /** Something else for a command, named by its verb in upper case; {@code "*"} is all of them but the greeting. */
    public Rule on(String verb) {
        return script.add(verb);
    }

    /** Something else for what comes with a new connection; a reply here is instead of the greeting. */
    public Rule onGreeting() {
        return script.add(Script.GREETING);
    }

    /** From now on the server behaves well again. */
    public void forgetRules() {
        script.clear();
    }

    // ---- at once, in all sessions

    /** Says a line that nobody asked for. */
    public void say(String line) {
        each(session -> session.control().write(session.control().encode(line + "\r\n")));
    }

    /** FIN on all control connections, and what hangs on them. */
    public void dropSessions() {
        each(session -> session.drop(false));
    }

    /** RST on all control connections. */
    public void resetSessions() {
        each(Session::reset);
    }

    // ---- what the clients did

    public CommandLog commands() {
        return commands;
    }

    /** Waits for a command with this verb. */
    public Received awaitCommand(String verb, Duration timeout) {
        return commands.await(verb, timeout);
    }

    public Sessions sessions() {
        return sessions;
    }

    /** Ends everything; fails when something in the server, a script's hook among them, went wrong. */
    @Override
    public void close() {
        lifetime.close();
    }

    ServerSpec spec() {
        return spec;
    }

    Script script() {
        return script;
    }

    SSLContext tlsContext() {
        return tlsContext;
    }

    Lifetime lifetime() {
        return lifetime;
    }

    void ended(Session session) {
        open.remove(session);
        lifetime.disown(session.control().raw());
        sessions.closed();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = lifetime.own(listener.accept());
            int number = sessions.opened();
            Session session = new Session(this, number, new ControlConnection(socket, spec.charset));
            open.add(session);
            lifetime.spawn("session-" + number, sessions.open() > spec.maxSessions ? session::turnAway : session::run);
        }
    }

    private interface Act {
        void on(Session session) throws IOException;
    }

    private void each(Act act) {
        for (Session session : open) {
            try {
                act.on(session);
            } catch (IOException e) {
                // that session has ended by itself
            }
        }
    }
}
