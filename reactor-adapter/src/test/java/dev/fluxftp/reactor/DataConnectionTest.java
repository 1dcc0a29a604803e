package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectFailedException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the data connection comes about, and how it and the replies end in any order: faults F43 to F58, F62 to F65. */
class DataConnectionTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(400);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 What?",
                "501 No.",
                "502 No.",
                "522 No.",
                "550 No.",
                "229 Entering Extended Passive Mode",
                "229 Entering Extended Passive Mode (|||0|)",
                "229 Entering Extended Passive Mode (|||1000000|)",
                "200 Fine."
            })
    void asksForAnAddressInTheOldWay(String reply) {
        ScriptedFtpServer server = serve();
        server.on("EPSV").reply(reply);
        FtpClient client = client(server);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(server.commands().count("EPSV")).as("remembered").isEqualTo(1);
        assertThat(server.commands().count("PASV")).isEqualTo(2);
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void goesTheOldWayWhereThePortIsClosed() {
        ScriptedFtpServer server = serve();
        server.on("EPSV").with(new Fault.ClosedDataPort());
        FtpClient client = client(server);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(server.commands().count("EPSV")).isEqualTo(1);
        server.on("PASV").once().with(new Fault.ClosedDataPort());
        ConnectFailedException e = failure(ConnectFailedException.class, client.list("/"));
        assertThat(e.phase()).isEqualTo(Phase.DATA_CONNECT);
        assertThat(e.isTransient()).isTrue();
        assertThat(server.commands().verbs())
                .as("no verb without a data connection")
                .doesNotContain("MLSD");
        assertThat(awaitAll(client.list("/"))).hasSize(1);
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void goesNowhereElseThanToTheServer() throws IOException {
        ScriptedFtpServer server = serve(s -> s.without("EPSV"));
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        server.on("PASV").with(new Fault.ForeignDataHost("127.0.0.2"));
        assertThat(bytes(client(server).download("/a"))).isEqualTo(BYTES);
        try (ServerSocket trap = new ServerSocket(0, 5, elsewhere)) {
            int port = trap.getLocalPort();
            server.on("PASV").reply("227 Entering Passive Mode (127,0,0,2," + port / 256 + "," + port % 256 + ").");
            var unused = failure(ConnectFailedException.class, client(server).list("/"));
            trap.setSoTimeout(200);
            Assertions.assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(trap::accept);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"227 (1,2,3)", "227 Entering (127,0,0,1,300,1)", "227 (1,2,3,4,0,0)", "425 No ports.", "502 No."
            })
    void anAddressThatIsNoneFailsTheTransferOnly(String reply) {
        ScriptedFtpServer server = serve(s -> s.without("EPSV"));
        server.on("PASV").once().reply(reply);
        FtpClient client = client(server);
        FtpException e = failure(FtpException.class, client.list("/"));
        assertThat(e).isInstanceOfAny(ProtocolViolationException.class, NegativeReplyException.class);
        assertThat(awaitAll(client.list("/"))).hasSize(1);
        assertThat(server.commands().verbs())
                .as("a no to EPSV or PASV says nothing of MLSD")
                .contains("MLSD")
                .doesNotContain("LIST");
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void worksOverIpv6() {
        ScriptedFtpServer server = serve(s -> s.host("::1"));
        FtpClient client = client(server);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        await(client.upload("/b", content(BYTES, 1000)));
        server.on("EPSV").reply("500 What?");
        assertThat(failure(NegativeReplyException.class, client.download("/a"))).hasMessageContaining("EPSV");
        assertThat(server.commands().verbs()).doesNotContain("PASV");
    }

    @ParameterizedTest
    @ValueSource(strings = {"425 No.", "426 No.", "450 Busy.", "550 No such file."})
    void saysWhatTheServerSaidInsteadOf150(String reply) {
        ScriptedFtpServer server = serve();
        server.on("MLSD").once().with(new Fault.RefuseData(reply));
        FtpClient client = client(server);
        NegativeReplyException e = failure(NegativeReplyException.class, client.list("/"));
        assertThat(e).hasMessageContaining(reply).hasMessageContaining("MLSD /");
        assertThat(e.isTransient()).isEqualTo(reply.startsWith("4"));
        assertThat(awaitAll(client.list("/"))).hasSize(1);
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForEverFor150() {
        ScriptedFtpServer server = serve();
        server.on("MLSD").with(new Fault.StallControl());
        DeadlineExceededException e = failure(
                DeadlineExceededException.class,
                client(server, deadlines(d -> d.reply(SHORT))).list("/"));
        assertThat(e.phase()).isEqualTo(Phase.REPLY);
        assertThat(e).hasMessageContaining("MLSD /");
    }

    static Stream<Fault> oddOrders() {
        return Stream.of(
                new Fault.SkipPreliminary(),
                new Fault.EarlyFinalReply(),
                new Fault.DataBeforePreliminary(1000),
                new Fault.DataBeforePreliminary(SIZE),
                new Fault.AwaitClientClose(),
                new Fault.FinalReplyAfter(100_000),
                new Fault.KeepDataOpen(),
                new Fault.SplitReplies(),
                new Fault.SlowData(50_000, Duration.ofMillis(20)));
    }

    @ParameterizedTest
    @MethodSource("oddOrders")
    void isContentWithAnyOrder(Fault fault) {
        ScriptedFtpServer server = serve();
        server.on("RETR").with(fault);
        FtpClient client = client(server, deadlines(d -> d.dataIdle(SHORT).close(SHORT)));
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        assertThat(server.commands().count("RETR")).isEqualTo(1);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
    }

    @Test
    void aDataConnectionThatIsResetAtOnceIsAnError() {
        ScriptedFtpServer server = serve();
        server.on("EPSV").once().with(new Fault.ResetOnAccept());
        // a reset that comes while connecting is a port that cannot be reached: the client tries PASV
        server.on("PASV").once().with(new Fault.ResetOnAccept());
        FtpClient client = client(server, deadlines(d -> d.finalReply(SHORT).close(SHORT)));
        FtpException e = failure(FtpException.class, client.list("/"));
        assertThat(e.isTransient()).as(e.toString()).isTrue();
        assertThat(awaitAll(client.list("/"))).hasSize(1);
    }

    // ---- listings

    @Test
    void aCutListingIsNoListing() {
        ScriptedFtpServer server = serve(s -> s.file("/d/1", "").file("/d/2", ""));
        for (Fault fault : new Fault[] {
            new Fault.DropDataAfter(20),
            new Fault.ResetDataAfter(20),
            new Fault.KillSession(20),
            new Fault.DropDataAfter(0, "451 Local error."),
            new Fault.FinalReply("450 No such directory.")
        }) {
            server.forgetRules();
            server.on("MLSD").with(fault);
            FtpException e = failure(FtpException.class, client(server).list("/d"));
            assertThat(e).isInstanceOf(IncompleteTransferException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 What?", "502 No."})
    void listsInTheOldWayWhereMlsdIsRefused(String reply) {
        ScriptedFtpServer server = serve(s -> s.file("/d/1", "x"));
        server.on("MLSD").reply(reply);
        FtpClient client = client(server);
        assertThat(awaitAll(client.list("/d")))
                .singleElement()
                .matches(entry -> entry.name().equals("1"));
        assertThat(awaitAll(client.list("/d"))).hasSize(1);
        assertThat(server.commands().count("MLSD")).isEqualTo(1);
        assertThat(server.commands().count("LIST")).isEqualTo(2);
    }

    @Test
    void anEmptyDirectoryIsEmptyAndAMissingOneIsAnError() {
        ScriptedFtpServer server = serve(s -> s.directory("/empty"));
        FtpClient client = client(server);
        assertThat(awaitAll(client.list("/empty"))).isEmpty();
        assertThat(failure(NegativeReplyException.class, client.list("/missing")))
                .hasMessageContaining("550");
        server.on("MLSD").with(new Fault.Listing(java.util.List.of()));
        assertThat(failure(NegativeReplyException.class, client.list("/missing")))
                .hasMessageContaining("550");
        assertThat(awaitAll(client.list("/empty"))).isEmpty();
    }

    @Test
    void readsAsMuchOfAListingAsIsWanted() {
        ScriptedFtpServer server = serve(s -> s.dataBuffers(8192));
        Iterable<String> endless =
                () -> Stream.iterate(0, i -> i + 1).map(i -> "type=file; f" + i).iterator();
        server.on("MLSD").once().with(new Fault.Listing(endless));
        FtpClient client = client(server, sessions(1));
        assertThat(awaitAll(client.list("/").take(10)))
                .extracting(entry -> entry.name())
                .startsWith("f0", "f1")
                .hasSize(10);
        assertThat(awaitAll(client.list("/"))).hasSize(1);
        System.out.printf(
                "endless listing, 10 taken: %s%n", server.sessions().data().get(0));
        assertThat(server.sessions().data().get(0).sent()).isLessThan(20_000_000);
    }

    @Test
    void reportsLinesThatAreNoEntries() {
        ScriptedFtpServer server = serve(s -> s.without("MLSD", "MLST"));
        server.on("LIST").with(new Fault.Listing(java.util.List.of("total 0", "junk \u0001 line")));
        assertThat(awaitAll(client(server).list("/")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.toString().getBytes(StandardCharsets.UTF_8))
                        .isNotEmpty())
                .matches(entry -> entry.type() == dev.fluxftp.listing.FtpEntry.Type.UNPARSED);
    }
}
