package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.reactor.server.Fault.When;
import dev.fluxftp.reactor.server.RawFtpClient.Download;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedFtpServerControlFaultTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] BYTES = Content.generatedBytes(100_000);

    private ScriptedFtpServer server;
    private RawFtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        server = ScriptedFtpServer.start(s -> s.file("/a", BYTES));
        client = RawFtpClient.loggedIn(server);
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = When.class,
            names = {"BEFORE_COMMAND", "BEFORE_REPLY", "INSIDE_REPLY", "AFTER_REPLY"})
    void dropsOrResetsTheControlConnection(When when) throws IOException {
        server.on("DELE").with(new Fault.DropControl(when));
        String expected = switch (when) {
            case INSIDE_REPLY -> "250 Delete operat";
            case AFTER_REPLY -> "250 Delete operation successful.";
            default -> "";
        };
        assertThat(client.say("DELE a")).isEqualTo(expected);
        assertThat(client.readControl()).isEqualTo(-1);
        assertThat(server.files().exists("/a")).isEqualTo(when == When.BEFORE_COMMAND);
        server.sessions().awaitNoneOpen(SOON);

        server.on("MKD").with(new Fault.ResetControl(when));
        try (RawFtpClient other = RawFtpClient.loggedIn(server)) {
            assertThatThrownBy(() -> {
                        other.say("MKD d");
                        other.readControl();
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(server.files().exists("/d")).isEqualTo(when != When.BEFORE_COMMAND);
        }
    }

    @Test
    void dropsTheControlConnectionInATransfer() throws IOException {
        server.on("RETR").with(new Fault.DropControl(When.AFTER_PRELIMINARY));
        try (Socket data = client.data()) {
            assertThat(client.say("RETR a")).startsWith("150");
            assertThat(client.readControl()).isEqualTo(-1);
            assertThat(data.getInputStream().readAllBytes()).isEmpty();
        }
        server.sessions().awaitNoneOpen(SOON);
    }

    @Test
    void breaksTheGreeting() throws IOException {
        server.onGreeting().nth(1).with(new Fault.DropControl(When.BEFORE_COMMAND));
        server.onGreeting().nth(2).with(new Fault.DropControl(When.INSIDE_REPLY));
        server.onGreeting().nth(3).with(new Fault.Garbage("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()));
        server.onGreeting().nth(4).with(new Fault.StallControl());
        for (String expected : List.of("", "220 Scripted s", "HTTP/1.1 400 Bad Request")) {
            try (RawFtpClient other = RawFtpClient.to(server)) {
                assertThat(other.reply()).isEqualTo(expected);
            }
        }
        try (RawFtpClient silent = RawFtpClient.to(server)) {
            silent.send("USER tester");
            server.commands().await("USER", 2, SOON);
            assertThat(silent.control().getInputStream().available()).isZero();
        }
        server.sessions().await("only the first", s -> s.open() == 1, SOON);
    }

    @Test
    void stallsAndLosesReplies() throws IOException {
        server.on("MKD").once().with(new Fault.NoReply());
        client.send("MKD d");
        assertThat(client.say("NOOP")).as("the next reply").startsWith("200");
        assertThat(server.files().exists("/d")).isTrue();

        server.on("MKD").with(new Fault.StallControl());
        client.send("MKD e");
        client.send("NOOP");
        server.commands().await("NOOP", 2, SOON);
        assertThat(server.files().exists("/e")).isFalse();
        assertThat(client.control().getInputStream().available()).isZero();
        client.close();
        server.sessions().awaitNoneOpen(SOON);
    }

    @Test
    void stopsReading() throws IOException {
        server.on("NOOP").with(new Fault.StopReading());
        client.send("NOOP");
        client.send("SYST");
        server.awaitCommand("NOOP", SOON);
        assertThat(server.commands().count("SYST")).isZero();
    }

    @Test
    void splitsDelaysAndHoldsReplies() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        server.on("*").with(new Fault.SplitReplies());
        server.on("FEAT").with(new Fault.DelayReply(Duration.ofMillis(5)), new Fault.HoldReply(gate));
        assertThat(client.say("NOOP")).isEqualTo("200 NOOP ok.");
        client.send("FEAT");
        server.awaitCommand("FEAT", SOON);
        gate.countDown();
        assertThat(client.reply()).startsWith("211-").endsWith("211 End");
        assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
    }

    @Test
    void saysMoreOrOtherThanItShould() throws IOException {
        server.on("NOOP").nth(1).with(new Fault.ExtraReply("421 Timeout"));
        server.on("NOOP").nth(2).with(new Fault.FinalReply("314 what"));
        server.on("NOOP").nth(3).with(new Fault.Garbage(new byte[] {0, 1, (byte) 0xff, '\n'}));
        assertThat(client.say("NOOP")).startsWith("200");
        assertThat(client.reply()).isEqualTo("421 Timeout");
        assertThat(client.say("NOOP")).isEqualTo("314 what");
        client.send("NOOP");
        assertThat(client.readControl()).isZero();
        assertThat(client.readControl()).isEqualTo(1);
        assertThat(client.readControl()).isEqualTo(0xff);
        assertThat(client.readControl()).isEqualTo('\n');

        server.say("421 Idle");
        assertThat(client.reply()).isEqualTo("421 Idle");
        server.dropSessions();
        assertThat(client.readControl()).isEqualTo(-1);
    }

    @Test
    void resetsAllSessions() {
        server.resetSessions();
        assertThatThrownBy(client::readControl).isInstanceOf(SocketException.class);
    }

    @Test
    void saysOneThingForEver() throws IOException {
        server.on("FEAT").with(new Fault.EndlessReply(" x\r\n".getBytes(StandardCharsets.UTF_8)));
        client.send("FEAT");
        assertThat(RawFtpClient.read(client.control(), 200_000)).hasSize(200_000);
        client.close();
        server.sessions().awaitNoneOpen(SOON);
    }

    @Test
    void killsASession() throws IOException {
        server.on("NOOP").with(new Fault.KillSession(0));
        server.on("RETR").with(new Fault.KillSession(5000));
        assertThat(client.say("NOOP")).isEmpty();
        try (RawFtpClient other = RawFtpClient.loggedIn(server)) {
            Download killed = other.download("RETR a");
            assertThat(killed.bytes()).hasSize(5000);
            assertThat(killed.last()).isEmpty();
        }
    }
}
