package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.reactor.server.RawFtpClient.Download;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedFtpServerDataFaultTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int SIZE = 100_000;
    private static final byte[] BYTES = Content.generatedBytes(SIZE);

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

    // ---- opening the data connection

    @Test
    void announcesAPlaceWhereNothingIs() throws IOException {
        server.on("EPSV").once().with(new Fault.ClosedDataPort());
        server.on("PASV").with(new Fault.ForeignDataHost("10.1.2.3"));
        assertThatThrownBy(client::data).isInstanceOf(ConnectException.class);
        assertThat(client.say("PASV")).contains("(10,1,2,3,");
        assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
    }

    @Test
    void resetsOnAccept() throws IOException {
        server.on("EPSV").with(new Fault.ResetOnAccept());
        assertThatThrownBy(() -> client.data().getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(client.say("RETR a")).matches("150.*|425.*");
    }

    @Test
    void refusesData() throws IOException {
        server.on("RETR").once().with(new Fault.RefuseData());
        server.on("STOR").with(new Fault.RefuseData("452 Disk full"));
        assertThat(client.download("RETR a").last()).startsWith("425");
        assertThat(client.upload("STOR b", BYTES)).isEqualTo("452 Disk full");
        assertThat(server.files().exists("/b")).isFalse();
        assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
        server.on("RETR").reply("450 Busy");
        assertThat(client.download("RETR a").last()).isEqualTo("450 Busy");
        server.sessions().awaitNoData(SOON);
    }

    // ---- data that end early

    @Test
    void dropsData() throws IOException {
        server.on("RETR").nth(1).with(new Fault.DropDataAfter(70_000));
        server.on("RETR").nth(2).with(new Fault.DropDataAfter(70_000, "226 Transfer complete."));
        Download first = client.download("RETR a");
        assertThat(first.bytes()).hasSize(70_000);
        assertThat(first.last()).startsWith("426");
        Download second = client.download("RETR a");
        assertThat(second.bytes()).hasSize(70_000);
        assertThat(second.last()).startsWith("226");
        assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);

        server.on("STOR").with(new Fault.DropDataAfter(10, "226 Fine"));
        assertThat(client.upload("STOR b", BYTES)).isEqualTo("226 Fine");
        assertThat(server.files().size("/b")).isEqualTo(10);
    }

    @Test
    void dropsDataInSilence() throws IOException {
        server.on("RETR").with(new Fault.DropDataAfter(10, Fault.SILENCE));
        try (Socket data = client.data()) {
            client.say("RETR a");
            assertThat(data.getInputStream().readAllBytes()).hasSize(10);
        }
        assertThat(client.say("NOOP")).startsWith("200");
    }

    @Test
    void resetsData() throws IOException {
        server.on("RETR").with(new Fault.ResetDataAfter(70_000));
        server.on("STOR").with(new Fault.ResetDataAfter(10, "226 Done"));
        try (Socket data = client.data()) {
            client.say("RETR a");
            assertThatThrownBy(() -> data.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
            assertThat(client.reply()).startsWith("426");
        }
        try (Socket data = client.data()) {
            client.say("STOR b");
            data.getOutputStream().write(new byte[10]);
            assertThatThrownBy(() -> data.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(client.reply()).isEqualTo("226 Done");
        }
        assertThat(server.sessions().data()).extracting(DataTally::sent).containsExactly(70_000L, 0L);
        server.sessions().awaitNoData(SOON);
    }

    @Test
    void stallsADownloadUntilToldOrAborted() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        server.on("RETR").nth(1).with(new Fault.StallDataAfter(1000, gate));
        server.on("RETR").from(2).with(new Fault.StallDataAfter(1000));
        try (Socket data = client.data()) {
            client.say("RETR a");
            assertThat(RawFtpClient.read(data, 1000)).hasSize(1000);
            assertThat(data.getInputStream().available()).isZero();
            gate.countDown();
            assertThat(data.getInputStream().readAllBytes()).hasSize(SIZE - 1000);
            assertThat(client.reply()).startsWith("226");
        }
        try (Socket data = client.data()) {
            client.say("RETR a");
            RawFtpClient.read(data, 1000);
            assertThat(client.say("ABOR")).startsWith("426");
            assertThat(client.reply()).startsWith("226");
        }
        try (Socket data = client.data()) {
            client.say("RETR a");
            RawFtpClient.read(data, 1000);
        }
        assertThat(client.reply()).as("the client closed").startsWith("426");
        server.sessions().awaitNoData(SOON);
    }

    @Test
    void stallsAnUpload() throws IOException {
        server.on("STOR").with(new Fault.StallDataAfter(10));
        try (Socket data = client.data()) {
            client.say("STOR b");
            data.getOutputStream().write(BYTES);
            server.sessions().await("ten", s -> s.lastData().received() == 10, SOON);
        }
        assertThat(client.say("ABOR")).startsWith("426");
        assertThat(client.reply()).startsWith("226");
        server.sessions().awaitNoData(SOON);
    }

    // ---- replies in another order than data

    @Test
    void losesTheFinalReply() throws IOException {
        server.on("STOR").with(new Fault.LoseFinalReply());
        try (Socket data = client.data()) {
            assertThat(client.say("STOR b")).startsWith("150");
            data.getOutputStream().write(BYTES);
        }
        assertThat(client.say("SIZE b")).isEqualTo("213 100000");
    }

    @Test
    void saysTheFinalReplyTooEarly() throws IOException {
        server.on("RETR").nth(1).with(new Fault.EarlyFinalReply());
        server.on("RETR").nth(2).with(new Fault.FinalReplyAfter(10));
        server.on("RETR").nth(3).with(new Fault.SkipPreliminary());
        for (int i = 0; i < 2; i++) {
            try (Socket data = client.data()) {
                assertThat(client.say("RETR a")).startsWith("150");
                assertThat(client.reply()).startsWith("226");
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(BYTES);
            }
        }
        try (Socket data = client.data()) {
            client.send("RETR a");
            assertThat(data.getInputStream().readAllBytes()).isEqualTo(BYTES);
            assertThat(client.reply()).startsWith("226");
        }
        assertThat(client.say("NOOP")).startsWith("200");
    }

    @Test
    void sendsDataBeforeThePreliminary() throws IOException {
        server.on("RETR").with(new Fault.DataBeforePreliminary(1000), new Fault.StallDataAfter(1000));
        try (Socket data = client.data()) {
            client.send("RETR a");
            assertThat(RawFtpClient.read(data, 1000)).hasSize(1000);
            assertThat(client.reply()).startsWith("150");
        }
    }

    @Test
    void waitsForTheClientsEndOrLeavesItsOwnOpen() throws IOException {
        server.on("RETR").nth(1).with(new Fault.AwaitClientClose());
        server.on("RETR").nth(2).with(new Fault.KeepDataOpen());
        Socket first = client.data();
        client.say("RETR a");
        assertThat(first.getInputStream().readAllBytes()).isEqualTo(BYTES);
        assertThat(client.control().getInputStream().available()).isZero();
        first.close();
        assertThat(client.reply()).startsWith("226");
        try (Socket data = client.data()) {
            client.say("RETR a");
            assertThat(RawFtpClient.read(data, SIZE)).isEqualTo(BYTES);
            assertThat(client.reply()).startsWith("226");
            assertThat(data.getInputStream().available()).isZero();
            assertThat(server.sessions().openData()).isEqualTo(1);
        }
        server.sessions().awaitNoData(SOON);
    }

    @Test
    void sendsSlowly() throws IOException {
        server.on("RETR").with(new Fault.SlowData(30_000, Duration.ofMillis(1)));
        assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
    }

    // ---- lies

    @Test
    void liesAboutSizeContentAndRest() throws IOException {
        server.on("SIZE").with(new Fault.LieAboutSize(7));
        server.on("RETR").nth(1).with(new Fault.LieAboutSize(7), new Fault.CorruptData(20_001));
        server.on("RETR").nth(2).with(new Fault.TrailingData(new byte[5]));
        server.on("RETR").nth(3).with(new Fault.IgnoreRest());
        server.on("RETR").nth(4).with(new Fault.AcceptAnyOffset());
        server.on("RETR").nth(5).with(new Fault.CorruptData(20_001));
        assertThat(client.say("SIZE a")).isEqualTo("213 7");
        Download corrupt = client.download("RETR a");
        assertThat(corrupt.first()).contains("(7 bytes)");
        assertThat(corrupt.bytes()).hasSize(SIZE).isNotEqualTo(BYTES);
        corrupt.bytes()[20_001] ^= 0x55;
        assertThat(corrupt.bytes()).isEqualTo(BYTES);
        assertThat(client.download("RETR a").bytes()).hasSize(SIZE + 5);
        assertThat(restart(5).bytes()).isEqualTo(BYTES);
        Download beyond = restart(SIZE + 1);
        assertThat(beyond.bytes()).isEmpty();
        assertThat(beyond.last()).startsWith("226");
        assertThat(restart(20_000).bytes()[1]).as("the offset is of the file").isEqualTo((byte) (BYTES[20_001] ^ 0x55));
    }

    @Test
    void listsWhatItIsTold() throws IOException {
        Iterable<String> many = () -> Stream.iterate(0, i -> i + 1)
                .map(i -> "type=file; f" + i)
                .limit(100_000)
                .iterator();
        server.on("MLSD").with(new Fault.Listing(many));
        assertThat(client.download("MLSD /nowhere").text().lines()).hasSize(100_000);
        server.on("LIST").with(new Fault.Listing(List.of("total 0", "junk")));
        assertThat(client.download("LIST").text()).isEqualTo("total 0\r\njunk\r\n");
    }

    private Download restart(long offset) throws IOException {
        try (Socket data = client.data()) {
            client.say("REST " + offset);
            String first = client.say("RETR a");
            InputStream in = data.getInputStream();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return new Download(first, all.toByteArray(), client.reply());
        }
    }
}
