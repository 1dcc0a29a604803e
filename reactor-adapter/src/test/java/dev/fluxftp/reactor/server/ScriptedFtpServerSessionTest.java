package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedFtpServerSessionTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void servesAWholeSession(String host) throws Exception {
        byte[] big = Content.generatedBytes(300_000);
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(s -> s.host(host).file("/pub/a", DIGITS));
                RawFtpClient client = RawFtpClient.to(server)) {
            assertThat(client.reply()).isEqualTo("220 Scripted server ready.");
            assertThat(client.say("PWD")).startsWith("530");
            client.login();
            assertThat(client.say("SYST")).isEqualTo("215 UNIX Type: L8");
            assertThat(client.say("PWD")).startsWith("257 \"/\"");
            assertThat(client.say("CWD pub")).startsWith("250");
            assertThat(client.say("SIZE a")).isEqualTo("213 10");
            assertThat(client.download("RETR a").bytes()).isEqualTo(DIGITS);
            assertThat(client.upload("STOR b", big)).startsWith("226");
            assertThat(client.download("RETR /pub/b").bytes()).isEqualTo(big);
            assertThat(client.say("MKD x\"y")).isEqualTo("257 \"/pub/x\"\"y\" created");
            assertThat(client.say("RMD x\"y")).startsWith("250");
            assertThat(client.say("RNFR b")).startsWith("350");
            assertThat(client.say("RNTO /c")).startsWith("250");
            assertThat(client.say("DELE a")).startsWith("250");
            assertThat(client.say("CDUP")).startsWith("250");
            assertThat(client.say("NOOP")).startsWith("200");
            assertThat(client.say("HELP")).startsWith("214-").contains("\n214 ");
            assertThat(client.say("STAT")).startsWith("211-");
            assertThat(client.say("XYZZY")).startsWith("500");
            assertThat(client.say("QUIT")).startsWith("221");
            assertThat(client.readControl()).isEqualTo(-1);

            assertThat(server.files().get("/c")).isEqualTo(big);
            assertThat(server.files().names("/pub")).isEmpty();
            assertThat(server.sessions().open()).isEqualTo(1);
            client.close();
            server.sessions().awaitNoneOpen(SOON);
            assertThat(server.sessions().total()).isEqualTo(1);
            assertThat(server.sessions().data())
                    .extracting(DataTally::command, DataTally::sent, DataTally::received)
                    .containsExactly(
                            tuple("RETR a", 10L, 0L),
                            tuple("STOR b", 0L, 300_000L),
                            tuple("RETR /pub/b", 300_000L, 0L));
            assertThat(server.commands().verbs())
                    .startsWith("PWD", "USER", "PASS")
                    .endsWith("QUIT");
        }
    }

    @Test
    void logsInAsAsked() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.account("acct"));
                RawFtpClient client = RawFtpClient.to(server)) {
            client.reply();
            assertThat(client.say("PASS secret")).startsWith("503");
            assertThat(client.say("USER tester")).startsWith("331");
            assertThat(client.say("PASS wrong")).startsWith("530");
            assertThat(client.say("PASS secret")).startsWith("332");
            assertThat(client.say("ACCT wrong")).startsWith("530");
            assertThat(client.say("ACCT acct")).startsWith("230");
            assertThat(client.say("REIN")).startsWith("220");
            assertThat(client.say("PWD")).startsWith("530");
        }
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(s -> s.passwordless().anonymous())) {
            try (RawFtpClient client = RawFtpClient.to(server)) {
                client.reply();
                assertThat(client.say("USER tester")).startsWith("230");
                assertThat(client.say("PWD")).startsWith("257");
            }
            try (RawFtpClient client = RawFtpClient.to(server)) {
                client.reply();
                assertThat(client.say("USER anonymous")).startsWith("331");
                assertThat(client.say("PASS me@")).startsWith("230");
            }
        }
    }

    @Test
    void greetsAsAsked() throws Exception {
        String[] lines = {"120 Ready in a minute", "220-Welcome", " to this", "220 Ready"};
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.greeting(lines));
                RawFtpClient client = RawFtpClient.to(server)) {
            assertThat(client.reply()).isEqualTo("120 Ready in a minute");
            assertThat(client.reply()).isEqualTo("220-Welcome\n to this\n220 Ready");
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start()) {
            server.onGreeting().once().reply("230 Come in");
            try (RawFtpClient client = RawFtpClient.to(server)) {
                assertThat(client.reply()).isEqualTo("230 Come in");
                assertThat(client.say("PWD")).startsWith("257");
            }
            try (RawFtpClient client = RawFtpClient.to(server)) {
                assertThat(client.reply()).startsWith("220");
            }
        }
    }

    @Test
    void turnsAwayOneTooMany() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.maxSessions(1));
                RawFtpClient first = RawFtpClient.loggedIn(server)) {
            try (RawFtpClient second = RawFtpClient.to(server)) {
                assertThat(second.reply()).startsWith("421");
                assertThat(second.readControl()).isEqualTo(-1);
            }
            assertThat(first.say("NOOP")).startsWith("200");
            assertThat(server.sessions().mostOpen()).isEqualTo(2);
        }
    }

    @Test
    void tellsItsFeatures() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.without("MLSD", "EPSV")
                        .hideFeature("SIZE")
                        .feature("XFOO bar")
                        .hashes());
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            String features = client.say("FEAT");
            assertThat(features.lines().map(String::strip))
                    .contains("REST STREAM", "XFOO bar", "HASH SHA-512;SHA-256*;SHA-1;MD5;CRC32;", "XMD5")
                    .doesNotContain("EPSV", "SIZE")
                    .noneMatch(line -> line.startsWith("MLST"));
            assertThat(client.say("EPSV")).startsWith("500");
            assertThat(client.say("MLSD")).startsWith("500");
            assertThat(client.say("SIZE /none")).startsWith("550");
            assertThat(client.say("OPTS UTF8 ON")).startsWith("200");
            assertThat(client.say("OPTS FOO")).startsWith("501");
        }
    }

    @Test
    void listsInEachFormat() throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                        s -> s.clock(clock).file("/d/ä b", "x", Instant.parse("2024-02-29T01:02:03Z")));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            server.files().put("/d/new", "12345").directory("/d/sub");
            assertThat(client.download("LIST -la d").text())
                    .isEqualTo("-rw-r--r--   1 ftp      ftp                 5 Nov 21 12:00 new\r\n"
                            + "drwxr-xr-x   2 ftp      ftp              4096 Nov 21 12:00 sub\r\n"
                            + "-rw-r--r--   1 ftp      ftp                 1 Feb 29  2024 ä b\r\n");
            assertThat(client.download("NLST d").text()).isEqualTo("new\r\nsub\r\nä b\r\n");
            client.say("OPTS MLST type;size;modify;");
            assertThat(client.download("MLSD d").text())
                    .isEqualTo("type=cdir;modify=20261121120000; .\r\n"
                            + "type=pdir;modify=20261121120000; ..\r\n"
                            + "type=file;size=5;modify=20261121120000; new\r\n"
                            + "type=dir;modify=20261121120000; sub\r\n"
                            + "type=file;size=1;modify=20240229010203; ä b\r\n");
            assertThat(client.say("MLST d/ä b"))
                    .isEqualTo("250-Listing d/ä b\n type=file;size=1;modify=20240229010203; /d/ä b\n250 End");
            assertThat(client.say("STAT d/new")).contains("12:00 new");
            assertThat(client.download("LIST none").last()).startsWith("450");
            assertThat(client.download("MLSD none").last()).startsWith("550");
            assertThat(client.download("MLSD d/new").last()).startsWith("501");
        }
    }

    @Test
    void keepsTimesModesAndHashes() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                        s -> s.hashes().milliseconds().file("/a", "abc", Instant.parse("2020-01-02T03:04:05.678Z")));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            assertThat(client.say("MDTM a")).isEqualTo("213 20200102030405.678");
            assertThat(client.say("MFMT 20210102030405 a")).isEqualTo("213 Modify=20210102030405; a");
            assertThat(server.files().modified("/a")).isEqualTo("2021-01-02T03:04:05Z");
            assertThat(client.say("MFMT 2021 a")).startsWith("501");
            assertThat(client.say("SITE CHMOD 600 a")).startsWith("200");
            assertThat(server.files().mode("/a")).isEqualTo(0600);
            assertThat(client.say("XCRC a")).isEqualTo("250 352441C2");
            assertThat(client.say("XMD5 a")).isEqualTo("250 900150983cd24fb0d6963f7d28e17f72");
            assertThat(client.say("OPTS HASH SHA-1")).startsWith("200");
            assertThat(client.say("HASH a")).isEqualTo("213 SHA-1 0-3 a9993e364706816aba3e25717850c26c9cd0d89d a");
        }
    }

    @Test
    void servesManySessionsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.file("/a", Content.generated(100_000)))) {
            Callable<byte[]> download = () -> {
                try (RawFtpClient client = RawFtpClient.loggedIn(server)) {
                    return client.download("RETR a").bytes();
                }
            };
            List<Future<byte[]>> downloads = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                downloads.add(threads.submit(download));
            }
            for (Future<byte[]> one : downloads) {
                assertThat(one.get()).isEqualTo(Content.generatedBytes(100_000));
            }
            server.sessions().awaitNoneOpen(SOON);
            assertThat(server.sessions().total()).isEqualTo(48);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void comesBackOnItsOwnPortAndLeavesNoThread() throws Exception {
        int port;
        long begin;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.file("/big", Content.generated(1L << 40)));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            port = server.port();
            client.data();
            client.say("RETR big");
            begin = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("ftp-" + port + "-"));
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        try (ScriptedFtpServer again = ScriptedFtpServer.start(s -> s.port(port));
                RawFtpClient client = RawFtpClient.loggedIn(again)) {
            assertThat(client.say("NOOP")).startsWith("200");
        }
    }
}
