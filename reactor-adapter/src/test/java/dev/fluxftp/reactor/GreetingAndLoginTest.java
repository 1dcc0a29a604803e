package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.Fault.When;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.Deadlines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Faults F1 to F10 and F30 to F34 of the matrix. */
class GreetingAndLoginTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void namesAClosedPort() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ConnectFailedException e = failure(
                ConnectFailedException.class,
                FtpClient.create("localhost").port(port).list("/"));
        assertThat(e).hasMessageContaining("localhost:" + port);
        assertThat(e.phase()).isEqualTo(Phase.CONNECT);
        assertThat(e.isTransient()).isTrue();
    }

    @Test
    void namesAnUnknownHost() {
        ConnectFailedException e = failure(
                ConnectFailedException.class,
                FtpClient.create("no-such-host.invalid").connect());
        assertThat(e).hasMessageContaining("no-such-host.invalid:21");
        assertThat(e.phase()).isEqualTo(Phase.CONNECT);
    }

    @Test
    void doesNotWaitForEverForAGreeting() {
        ScriptedFtpServer server = serve();
        server.onGreeting().with(new Fault.StallControl());
        DeadlineExceededException e = failure(
                DeadlineExceededException.class,
                client(server, deadlines(d -> d.reply(SHORT))).connect());
        assertThat(e.phase()).isEqualTo(Phase.GREETING);
        assertThat(e.isTransient()).isTrue();
        assertThat(server.commands().all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = When.class,
            names = {"BEFORE_COMMAND", "INSIDE_REPLY"})
    void noticesTheEndInTheGreeting(When when) {
        ScriptedFtpServer server = serve();
        server.onGreeting().nth(1).with(new Fault.DropControl(when));
        server.onGreeting().nth(2).with(new Fault.ResetControl(when));
        ConnectionLostException dropped =
                failure(ConnectionLostException.class, client(server).connect());
        assertThat(dropped.phase()).isEqualTo(Phase.GREETING);
        assertThat(dropped.isTransient()).isTrue();
        // a reset may overtake the connect itself
        FtpException reset = failure(FtpException.class, client(server).connect());
        assertThat(reset).isInstanceOfAny(ConnectionLostException.class, ConnectFailedException.class);
        assertThat(reset.phase()).isIn(Phase.GREETING, Phase.CONNECT);
        assertThat(reset.isTransient()).isTrue();
    }

    @Test
    void saysWhyABusyServerTurnsUsAway() {
        ScriptedFtpServer server = serve(s -> s.maxSessions(0));
        NegativeReplyException e =
                failure(NegativeReplyException.class, client(server).list("/"));
        assertThat(e.phase()).isEqualTo(Phase.GREETING);
        assertThat(e.reply().orElseThrow().code()).isEqualTo(421);
        assertThat(e).hasMessageContaining("Too many connections");
        assertThat(e.isTransient()).isTrue();
        assertThat(server.sessions().total()).as("the pool does not spin").isEqualTo(1);
    }

    @Test
    void waitsForAServerThatIsReadyInAMinute() {
        ScriptedFtpServer server = serve();
        server.onGreeting().nth(1).reply("120 Ready in 1 minute.", "220 Ready.");
        assertThat(await(client(server).exists("/a"))).isTrue();
    }

    @Test
    void doesNotWaitForEverForAServerThatIsAlwaysReadySoon() {
        ScriptedFtpServer server = serve();
        server.onGreeting().with(new Fault.EndlessReply("120 Soon.\r\n".getBytes(StandardCharsets.UTF_8)));
        FtpException e = failure(
                FtpException.class,
                client(server, deadlines(d -> d.reply(SHORT))).connect());
        assertThat(e.phase()).isEqualTo(Phase.GREETING);
    }

    @Test
    void takesTheGreetingOfAServerThatLetsUsInAtOnce() {
        ScriptedFtpServer server = serve();
        server.onGreeting().reply("230 Logged in.");
        assertThat(bytes(client(server).download("/a"))).isEqualTo(BYTES);
        assertThat(server.commands().verbs()).doesNotContain("USER", "PASS");
    }

    @Test
    void readsALongGreeting() {
        ScriptedFtpServer server = serve();
        String[] lines = new String[200];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i % 3 == 0 ? "" : i % 3 == 1 ? "530 not the end" : " no code at all";
        }
        lines[0] = "220-Welcome";
        lines[199] = "220 ";
        server.onGreeting().reply(lines);
        assertThat(await(client(server).size("/a"))).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002\u0046\r\n",
                "\u0000\u0001\u0002\r\n",
                "220\u0000 NUL\r\n",
                "099 odd\r\n",
                "633 odd\r\n",
                "2x0 odd\r\n"
            })
    void saysNothingSecretToWhatIsNoFtpServer(String words) {
        ScriptedFtpServer server = serve();
        server.onGreeting().with(new Fault.Garbage(words.getBytes(StandardCharsets.ISO_8859_1)));
        ProtocolViolationException e =
                failure(ProtocolViolationException.class, client(server).connect());
        assertThat(e.phase()).isEqualTo(Phase.GREETING);
        assertThat(e.getMessage()).doesNotContain("\r", "\n", "\u0000");
        assertThat(server.commands().all()).isEmpty();
    }

    @Test
    void doesNotTrustTwoRepliesToOneConnection() {
        ScriptedFtpServer server = serve();
        server.onGreeting().reply("220 Ready.", "331 Password?");
        // the second is taken for the answer to USER: the one to USER itself is then too many
        server.on("USER").reply("331 Please specify the password.");
        FtpException e = failure(FtpException.class, client(server).connect());
        assertThat(server.commands().verbs()).as(e.toString()).doesNotContain("TYPE");
    }

    @Test
    void quotesTheServerWhereThePasswordIsWrong() {
        ScriptedFtpServer server = serve();
        LoginRefusedException e = failure(
                LoginRefusedException.class,
                client(server, c -> c.credentials("tester", "wr0ng")).list("/"));
        assertThat(e).hasMessageContaining("530 Login incorrect").hasMessageContaining("PASS");
        assertThat(e.getMessage()).doesNotContain("wr0ng");
        assertThat(e.phase()).isEqualTo(Phase.LOGIN);
        assertThat(e.isTransient()).isFalse();
        assertThat(server.commands().count("PASS"))
                .as("no second try that locks the account")
                .isEqualTo(1);
    }

    @Test
    void givesTheAccountWhereItIsAskedFor() {
        ScriptedFtpServer server = serve(s -> s.account("sales"));
        Credentials who = Credentials.of("tester", "secret");
        LoginRefusedException e =
                failure(LoginRefusedException.class, client(server).connect());
        assertThat(e.reply().orElseThrow().code()).isEqualTo(332);
        assertThat(await(client(server, c -> c.credentials(who.withAccount("sales")))
                        .exists("/a")))
                .isTrue();
    }

    @Test
    void keepsThePasswordWhereItIsNotAskedFor() {
        ScriptedFtpServer server = serve(s -> s.passwordless());
        assertThat(await(client(server).exists("/a"))).isTrue();
        server.on("USER").reply("530 Go away.");
        LoginRefusedException e =
                failure(LoginRefusedException.class, client(server).connect());
        assertThat(e).hasMessageContaining("Go away");
        assertThat(server.commands().verbs()).doesNotContain("PASS");
    }

    @Test
    void asksForTheSecretAtEachLogin() {
        ScriptedFtpServer server = serve();
        AtomicInteger asked = new AtomicInteger();
        FtpClient client = client(
                server,
                c -> c.credentials(Mono.fromSupplier(
                        () -> Credentials.of("tester", asked.incrementAndGet() == 1 ? "old" : "secret"))));
        var unused = failure(LoginRefusedException.class, client.exists("/a"));
        assertThat(await(client.exists("/a"))).isTrue();
        assertThat(await(client.exists("/a"))).isTrue();
        assertThat(asked).as("once for each login, not for each call").hasValue(2);
    }

    @Test
    void failsWhereTheSecretCannotBeHad() {
        ScriptedFtpServer server = serve();
        IllegalStateException vault = new IllegalStateException("the vault is shut");
        assertThat(failure(
                        IllegalStateException.class,
                        client(server, c -> c.credentials(Mono.error(vault))).exists("/a")))
                .isSameAs(vault);
        assertThat(failure(
                        IllegalStateException.class,
                        client(server, c -> c.credentials(Mono.empty())).connect()))
                .hasMessageContaining("no credentials were supplied");
        DeadlineExceededException e = failure(
                DeadlineExceededException.class,
                client(server, c -> c.credentials(Mono.never()).deadlines(d -> d.reply(SHORT)))
                        .connect());
        assertThat(e.phase()).isEqualTo(Phase.LOGIN);
        assertThat(e).hasMessageContaining("300 ms");
        assertThat(server.sessions().total())
                .as("no connection waits for them meanwhile")
                .isZero();
    }

    @Test
    void nobodyIsAskedForASecretThatIsNotWantedAnyMore() {
        ScriptedFtpServer server = serve();
        Sinks.One<Credentials> vault = Sinks.one();
        Disposable login =
                client(server, c -> c.credentials(vault.asMono())).connect().subscribe();
        assertThat(vault.currentSubscriberCount()).isEqualTo(1);
        login.dispose();
        assertThat(vault.currentSubscriberCount()).isZero();
        assertThat(server.sessions().total()).isZero();
    }

    /** Every command of the login is one where the server can fall silent, die, or say 421. */
    @ParameterizedTest
    @ValueSource(strings = {"USER", "PASS", "FEAT", "OPTS", "TYPE"})
    void survivesTheServersEndAtEachStepOfTheLogin(String verb) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, deadlines(d -> d.reply(SHORT)));
        server.on(verb).nth(1).with(new Fault.DropControl(When.BEFORE_REPLY));
        server.on(verb).nth(2).with(new Fault.ResetControl(When.INSIDE_REPLY));
        server.on(verb).nth(3).with(new Fault.StallControl());
        server.on(verb).nth(4).reply("421 Shutting down.");
        server.on(verb).nth(5).raw("not a reply\r\n".getBytes(StandardCharsets.UTF_8));
        List<Class<? extends FtpException>> expected = List.of(
                ConnectionLostException.class,
                ConnectionLostException.class,
                DeadlineExceededException.class,
                NegativeReplyException.class,
                ProtocolViolationException.class);
        for (Class<? extends FtpException> type : expected) {
            FtpException e = failure(type, client.connect());
            assertThat(e.phase()).isEqualTo(Phase.LOGIN);
            assertThat(e.getMessage()).doesNotContain("secret");
            server.sessions().awaitNoneOpen(SOON);
        }
        assertThat(bytes(client.download("/a"))).as("then all is well").isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "USER", "PASS", "FEAT", "OPTS", "TYPE"})
    void cancelClosesAtEachStepOfTheLogin(String verb) {
        ScriptedFtpServer server = serve();
        var rule = (verb.equals("GREETING") ? server.onGreeting() : server.on(verb)).with(new Fault.StallControl());
        Disposable login = client(server).connect().subscribe();
        rule.awaitSeen(1, SOON);
        login.dispose();
        server.sessions().awaitNoneOpen(SOON);
    }

    @Test
    void refusesDeadlinesThatAreNone() {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> Deadlines.DEFAULT.reply(Duration.ZERO));
    }
}
