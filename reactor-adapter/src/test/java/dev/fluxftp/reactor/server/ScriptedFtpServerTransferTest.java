package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedFtpServerTransferTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.UTF_8);

    @Test
    void restSpeaksOfTheNextCommandOnly() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.file("/a", DIGITS));
                RawFtpClient client = RawFtpClient.loggedIn(server);
                Socket data = client.data()) {
            assertThat(client.say("REST 4")).startsWith("350");
            assertThat(client.say("RETR a")).startsWith("150");
            assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("456789");
            data.close();
            assertThat(client.reply()).startsWith("226");
            assertThat(client.say("REST 4")).startsWith("350");
            assertThat(client.download("RETR a").text()).as("EPSV came between").isEqualTo("0123456789");
            assertThat(client.say("REST x")).startsWith("501");
        }
    }

    @Test
    void restBeyondTheEndIsRefused() throws Exception {
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(s -> s.stickyRest().file("/a", DIGITS));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            client.say("REST 11");
            assertThat(client.download("RETR a").last()).startsWith("554");
            client.say("REST 10");
            assertThat(client.download("RETR a").bytes()).isEmpty();
            client.say("REST 8");
            assertThat(client.download("LIST").last()).startsWith("226");
            assertThat(client.download("RETR a").text()).as("REST was kept").isEqualTo("89");
            assertThat(client.download("RETR a").text()).isEqualTo("0123456789");
        }
    }

    @Test
    void restAndStorKeepTheTailOrCutIt() throws Exception {
        byte[] xy = {'X', 'Y'};
        for (boolean cuts : new boolean[] {false, true}) {
            try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> {
                        s.stickyRest().file("/a", DIGITS);
                        if (cuts) {
                            s.restTruncates();
                        }
                    });
                    RawFtpClient client = RawFtpClient.loggedIn(server)) {
                client.say("REST 4");
                assertThat(client.upload("STOR a", xy)).startsWith("226");
                assertThat(server.files().text("/a")).isEqualTo(cuts ? "0123XY" : "0123XY6789");
                assertThat(client.upload("APPE a", xy)).startsWith("226");
                assertThat(server.files().text("/a")).isEqualTo(cuts ? "0123XYXY" : "0123XY6789XY");
                assertThat(client.upload("STOR a", xy)).startsWith("226");
                assertThat(server.files().text("/a")).isEqualTo("XY");
            }
        }
    }

    @Test
    void storesUnderANewName() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start();
                RawFtpClient client = RawFtpClient.loggedIn(server);
                Socket data = client.data()) {
            assertThat(client.say("STOU")).isEqualTo("150 FILE: unique.1");
            data.shutdownOutput();
            assertThat(client.reply()).startsWith("226");
            assertThat(server.files().size("/unique.1")).isZero();
            assertThat(client.upload("STOR /no/such/x", DIGITS)).startsWith("553");
        }
    }

    @Test
    void convertsLineEndsInTypeA() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.file("/a", "1\n2\r\n"));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            client.say("TYPE A");
            assertThat(client.download("RETR a").text()).isEqualTo("1\r\n2\r\n");
            client.upload("STOR b", "1\r\n2\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(server.files().text("/b")).isEqualTo("1\n2\n");
            assertThat(client.say("SIZE a")).startsWith("550");
        }
    }

    @Test
    void opensDataConnectionsInEachWay() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.file("/a", DIGITS));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            String[] numbers = client.say("PASV").replaceAll(".*\\(|\\).*", "").split(",");
            assertThat(String.join(".", List.of(numbers).subList(0, 4))).isEqualTo("127.0.0.1");
            int port = Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]);
            try (Socket data = client.newSocket(port)) {
                assertThat(client.say("RETR a")).startsWith("150");
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(DIGITS);
                assertThat(client.reply()).startsWith("226");
            }
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                assertThat(client.say(client.eprt(listener.getLocalPort()))).startsWith("200");
                assertThat(client.say("RETR a")).startsWith("150");
                try (Socket data = listener.accept()) {
                    assertThat(data.getInputStream().readAllBytes()).isEqualTo(DIGITS);
                }
                assertThat(client.reply()).startsWith("226");
            }
            assertThat(client.say("RETR a")).startsWith("425");
            assertThat(client.say("EPSV 2")).startsWith("522");
            assertThat(client.say("EPSV ALL")).startsWith("200");
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.host("::1"));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            assertThat(client.say("PASV")).startsWith("425");
        }
    }

    @Test
    void aDataConnectionThatNobodyMakesIs425() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                        s -> s.dataTimeout(Duration.ofMillis(50)).file("/a", DIGITS));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            client.say("EPSV");
            assertThat(client.say("RETR a")).startsWith("425");
            assertThat(client.say("STOR new")).startsWith("425");
            assertThat(server.files().exists("/new")).isFalse();
        }
    }

    @Test
    void aRefusedTransferClosesItsDataConnection() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start();
                RawFtpClient client = RawFtpClient.loggedIn(server);
                Socket data = client.data()) {
            assertThat(client.say("RETR none")).startsWith("550");
            assertThat(data.getInputStream().read()).isEqualTo(-1);
            assertThat(server.sessions().openData())
                    .as("the client's end is open")
                    .isEqualTo(1);
            data.close();
            server.sessions().awaitNoData(SOON);
        }
    }

    @Test
    void abortEndsATransferUnderWay() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.file("/big", Content.generated(1L << 40)));
                RawFtpClient client = RawFtpClient.loggedIn(server)) {
            try (Socket data = client.data()) {
                client.say("RETR big");
                RawFtpClient.read(data, 1000);
            }
            assertThat(client.say("ABOR")).startsWith("426");
            assertThat(client.reply()).startsWith("226");
            try (Socket data = client.data()) {
                client.say("RETR big");
                assertThat(client.say("ABOR")).startsWith("426");
                assertThat(client.reply()).startsWith("226");
            }
            assertThat(client.say("ABOR")).as("when idle").startsWith("226");
            assertThat(client.say("NOOP")).startsWith("200");
        }
    }

    @Test
    void keepsWhatCameOfABrokenUpload() throws Exception {
        try (ScriptedFtpServer server = ScriptedFtpServer.start();
                RawFtpClient client = RawFtpClient.loggedIn(server);
                Socket data = client.data()) {
            client.say("STOR part");
            data.getOutputStream().write(DIGITS);
            server.sessions().await("received", s -> s.lastData().received() == 10, SOON);
            client.close();
            server.sessions().awaitNoneOpen(SOON);
            assertThat(server.files().get("/part")).isEqualTo(DIGITS);
        }
    }

    @Test
    void countsWhatASlowReaderLets() throws Exception {
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(s -> s.dataBuffers(16_384).file("/big", Content.generated(1L << 40)));
                RawFtpClient client = RawFtpClient.loggedIn(server);
                Socket data = client.data()) {
            data.setReceiveBufferSize(16_384);
            client.say("RETR big");
            RawFtpClient.read(data, 100_000);
            server.sessions().await("some", s -> s.lastData().sent() >= 100_000, SOON);
            assertThat(server.sessions().lastData().sent()).isLessThan(20_000_000);
        }
    }
}
