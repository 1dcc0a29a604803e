package dev.fluxftp.reactor.server;

import dev.fluxftp.reactor.server.Fault.When;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One control connection: reads a command, serves it, reads the next. Its fields are what RFC 959 says that lasts. */
final class Session {
    private static final Set<String> TRANSFERS = Set.of("RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD");
    private static final Set<String> ENDING_REST = Set.of("RETR", "STOR", "APPE", "STOU");
    private static final Set<String> LOGIN = Set.of("USER", "PASS", "ACCT", Script.GREETING);

    private final ScriptedFtpServer server;
    private final int number;
    private final ControlConnection control;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean muted;
    private @Nullable DataPort port;
    private @Nullable Transfer transfer;

    String user = "";
    boolean loggedIn;
    String directory = "/";
    boolean ascii;
    long restart;

    @Nullable
    String renameFrom;

    boolean bufferSizeSaid;
    boolean dataProtected;
    String hash = "SHA-256";
    Set<String> facts = new LinkedHashSet<>(List.of(ListingFormat.FACTS));

    Session(ScriptedFtpServer server, int number, ControlConnection control) {
        this.server = server;
        this.number = number;
        this.control = control;
    }

    ScriptedFtpServer server() {
        return server;
    }

    ServerSpec spec() {
        return server.spec();
    }

    int number() {
        return number;
    }

    ControlConnection control() {
        return control;
    }

    String resolve(String path) {
        return FileTree.resolve(directory, path);
    }

    /** Until the client has gone, or a fault ends it. */
    void run() throws IOException, InterruptedException {
        try {
            serve(new Received(number, Script.GREETING));
            for (String line = control.readLine(); line != null; line = control.readLine()) {
                Received command = new Received(number, line);
                server.commands().add(command);
                serve(command);
            }
        } finally {
            end();
        }
    }

    /** One session too many. */
    void turnAway() throws IOException {
        try {
            control.write(control.encode("421 Too many connections.\r\n"));
            control.finish();
        } finally {
            end();
        }
    }

    private void serve(Received command) throws IOException, InterruptedException {
        if (muted) {
            return;
        }
        Script.Plan plan = server.script().plan(command, resolve(command.argument()));
        plan.hooks().forEach(Runnable::run);
        if (plan.has(Fault.StallControl.class)) {
            muted = true;
            return;
        }
        if (plan.has(Fault.StopReading.class)) {
            new CountDownLatch(1).await();
        }
        awaitTransfer(command.verb().equals("ABOR"));
        Exchange exchange = new Exchange(this, command, plan, takeRestart(command.verb()));
        exchange.breakAt(When.BEFORE_COMMAND);
        if (plan.has(Fault.KillSession.class) && !TRANSFERS.contains(command.verb())) {
            kill();
            throw new SessionOver();
        }
        if (command.verb().equals(Script.GREETING) && spec().tls == Tls.IMPLICIT) {
            secureControl(plan);
        }
        if (!sayOtherwise(exchange)) {
            Commands.serve(exchange);
        }
    }

    /** True when the script answers in the server's place. */
    private boolean sayOtherwise(Exchange exchange) throws IOException, InterruptedException {
        Script.Plan plan = exchange.plan();
        String verb = exchange.command().verb();
        String said;
        if (plan.replies()) {
            said = exchange.recite();
        } else if (plan.has(Fault.Garbage.class)) {
            said = "garbage";
            exchange.garbage(plan.find(Fault.Garbage.class).orElseThrow().bytes());
        } else if (plan.has(Fault.EndlessReply.class)) {
            byte[] bytes = plan.find(Fault.EndlessReply.class).orElseThrow().bytes();
            while (true) {
                control.write(bytes);
            }
        } else {
            return false;
        }
        if (TRANSFERS.contains(verb) && !said.startsWith("1") || verb.equals("REST") && !said.startsWith("3")) {
            refuseData(); // after a refused REST, too: else nobody sees whether the client has closed its end
        }
        loggedIn |= LOGIN.contains(verb) && said.startsWith("23");
        return true;
    }

    /** REST speaks of the next command only, unless the server is to be one of those that keep it. */
    private long takeRestart(String verb) {
        long offset = restart;
        if (!spec().stickyRest || ENDING_REST.contains(verb)) {
            restart = 0;
        }
        return offset;
    }

    void secureControl(Script.Plan plan) throws IOException {
        troubleHandshake(plan, control.raw());
        server.sessions().secured(control.secure(server.tlsContext(), spec().protocols()));
    }

    /** The faults of either handshake. */
    void troubleHandshake(Script.Plan plan, Socket raw) throws IOException {
        if (plan.has(Fault.StallHandshake.class)) {
            TlsSockets.drain(raw);
            throw new IOException("the handshake was stalled");
        }
        for (Fault.BreakHandshake broken : plan.all(Fault.BreakHandshake.class)) {
            // the ClientHello first: what came before it would not be an answer, and unread bytes turn FIN into RST
            raw.getInputStream().read(new byte[4096]);
            raw.getOutputStream().write(broken.bytes());
            raw.shutdownOutput();
            TlsSockets.drain(raw);
            throw new IOException("the handshake was broken");
        }
    }

    SSLContext dataContext(Script.Plan plan) {
        return plan.find(Fault.DataCertificate.class)
                .map(f -> f.material().newServerContext())
                .orElse(server.tlsContext());
    }

    // ---- data

    /** A port in place of the one before. */
    synchronized void dataPort(@Nullable DataPort next) throws IOException {
        if (port != null) {
            port.close();
        }
        port = next;
    }

    /** There is no transfer after all. */
    void refuseData() throws IOException, InterruptedException {
        DataPort refused = takeDataPort();
        if (refused != null) {
            refused.refuse();
        }
    }

    synchronized @Nullable DataPort takeDataPort() {
        DataPort taken = port;
        port = null;
        return taken;
    }

    void begin(Transfer next) throws IOException {
        synchronized (this) {
            transfer = next;
        }
        server.lifetime().spawn("transfer-" + number, next::run);
    }

    /** Commands wait for the end of a transfer, as they do at most servers; ABOR makes it. */
    private void awaitTransfer(boolean abort) throws InterruptedException {
        Transfer running;
        synchronized (this) {
            running = transfer;
        }
        if (running != null) {
            if (abort) {
                running.abort();
            }
            running.awaitReply();
        }
    }

    // ---- the end

    void pause(Duration duration) throws IOException, InterruptedException {
        if (ended.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SessionOver();
        }
    }

    void quit() throws IOException {
        control.finish();
    }

    void drop(boolean withoutCloseNotify) throws IOException {
        if (withoutCloseNotify) {
            control.close();
        } else {
            control.drop();
        }
        end();
    }

    void reset() throws IOException {
        control.reset();
        end();
    }

    /** FIN on everything. */
    void kill() throws IOException {
        control.close();
        end();
    }

    private void end() throws IOException {
        Transfer running;
        synchronized (this) {
            if (ended.getCount() == 0) {
                return;
            }
            ended.countDown();
            running = transfer;
        }
        if (running != null) {
            running.kill();
        }
        dataPort(null);
        control.close();
        server.ended(this);
    }
}
