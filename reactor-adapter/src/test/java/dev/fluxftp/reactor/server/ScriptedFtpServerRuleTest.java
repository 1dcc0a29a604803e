package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedFtpServerRuleTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private ScriptedFtpServer server;
    private RawFtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        server = ScriptedFtpServer.start(s -> s.file("/a", Content.generated(100_000)));
        client = RawFtpClient.loggedIn(server);
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aReplyStandsInForTheServers() throws IOException {
        server.on("SIZE").once().reply("550 No such file");
        server.on("DELE").reply("250 Gone");
        assertThat(client.say("SIZE a")).isEqualTo("550 No such file");
        assertThat(client.say("SIZE a")).isEqualTo("213 100000");
        assertThat(client.say("DELE a")).isEqualTo("250 Gone");
        assertThat(server.files().exists("/a")).as("it only says so").isTrue();
        server.forgetRules();
        client.say("DELE a");
        assertThat(server.files().exists("/a")).isFalse();
    }

    @Test
    void rulesCountOccurrencesOverSessions() throws IOException {
        server.on("NOOP").nth(2).reply("500 second");
        server.on("NOOP").from(4).reply("500 late");
        assertThat(client.say("NOOP")).startsWith("200");
        try (RawFtpClient other = RawFtpClient.loggedIn(server)) {
            assertThat(other.say("NOOP")).isEqualTo("500 second");
        }
        assertThat(client.say("NOOP")).startsWith("200");
        assertThat(client.say("NOOP")).isEqualTo("500 late");
        assertThat(client.say("NOOP")).isEqualTo("500 late");
    }

    @Test
    void rulesMayBeForAPathOrASession() throws IOException {
        server.on("SIZE").path("/d/x").reply("500 that one");
        server.on("NOOP").session(2).reply("500 session two");
        server.files().directory("/d");
        client.say("CWD d");
        assertThat(client.say("SIZE x")).isEqualTo("500 that one");
        assertThat(client.say("SIZE /d/../d/x")).isEqualTo("500 that one");
        assertThat(client.say("SIZE /a")).startsWith("213");
        assertThat(client.say("NOOP")).startsWith("200");
        try (RawFtpClient other = RawFtpClient.loggedIn(server)) {
            assertThat(other.say("NOOP")).isEqualTo("500 session two");
        }
    }

    @Test
    void repliesComeInPartsAndHooksRunBefore() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        Rule rule = server.on("NOOP")
                .before(runs::incrementAndGet)
                .raw("200-a\n".getBytes(StandardCharsets.UTF_8))
                .pause(Duration.ofMillis(1))
                .hold(gate)
                .reply("200 b");
        client.send("NOOP");
        rule.awaitSeen(1, SOON);
        gate.countDown();
        assertThat(client.reply()).isEqualTo("200-a\n200 b");
        assertThat(runs).hasValue(1);
        assertThat(rule.seen()).isEqualTo(1);
    }

    @Test
    void commandsAreRecorded() throws IOException {
        assertThat(server.awaitCommand("PASS", SOON)).isEqualTo(new Received(1, "PASS secret"));
        assertThat(server.commands().lines(1)).containsExactly("USER tester", "PASS secret", "TYPE I");
        assertThat(server.commands().lines(2)).isEmpty();
        assertThat(server.commands().count("TYPE")).isEqualTo(1);
        assertThatThrownBy(() -> server.awaitCommand("ABOR", Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("TYPE I");
    }

    @Test
    void aFailingHookFailsTheTest() throws IOException {
        try (ScriptedFtpServer failing = ScriptedFtpServer.start();
                RawFtpClient other = RawFtpClient.loggedIn(failing)) {
            failing.on("NOOP").before(() -> {
                throw new IllegalStateException("boom");
            });
            assertThat(other.say("NOOP")).isEmpty();
            assertThatThrownBy(failing::close).hasRootCauseMessage("boom");
        }
    }
}
