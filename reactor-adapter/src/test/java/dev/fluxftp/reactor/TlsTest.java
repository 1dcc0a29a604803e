package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.protocol.TlsFailedException.Reason;
import dev.fluxftp.reactor.server.DataTally;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.Tls;
import dev.fluxftp.reactor.server.TlsMaterial;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

/** TLS on both connections: faults F34 to F39, F56, F57 and F68. */
class TlsTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    private static TlsSpec mode(TlsSpec spec, Tls tls) {
        return tls == Tls.EXPLICIT ? spec.explicit() : spec.implicit();
    }

    @ParameterizedTest
    @CsvSource({"EXPLICIT,TLSv1.2", "EXPLICIT,TLSv1.3", "IMPLICIT,TLSv1.2", "IMPLICIT,TLSv1.3"})
    void resumesTheSessionOfTheControlConnection(Tls tls, String protocol) {
        ScriptedFtpServer server =
                serve(s -> s.tls(tls).tlsProtocols(protocol).tlsRequired().tlsResumptionRequired());
        FtpClient client = secured(server, spec -> mode(spec, tls));
        for (int i = 0; i < 5; i++) {
            TransferReport up = await(client.upload("/b" + i, content(BYTES, 50_000)));
            assertThat(up.tls()).isEqualTo(TlsUse.RESUMED);
            assertThat(server.files().get("/b" + i)).isEqualTo(BYTES);
            assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
            assertThat(awaitAll(client.list("/"))).hasSize(i + 2);
        }
        TransferReport down = await(client.download("/a", folder.resolve("a")));
        assertThat(down.tls()).isEqualTo(TlsUse.RESUMED);
        assertThat(server.sessions().data()).allMatch(DataTally::isSecured);
    }

    static Stream<Arguments> badCertificates() {
        return Stream.of(Tls.EXPLICIT, Tls.IMPLICIT)
                .flatMap(tls -> Stream.of(
                        Arguments.of(tls, (Supplier<TlsMaterial>) TlsMaterial::wrongHost, "matching localhost"),
                        Arguments.of(tls, (Supplier<TlsMaterial>) TlsMaterial::expired, "has expired"),
                        Arguments.of(tls, (Supplier<TlsMaterial>) TlsMaterial::selfSigned, "not trusted"),
                        Arguments.of(tls, (Supplier<TlsMaterial>) TlsMaterial::stranger, "not trusted")));
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void doesNotTalkToAStranger(Tls tls, Supplier<TlsMaterial> material, String words) {
        ScriptedFtpServer server = serve(s -> s.tls(tls).certificate(material.get()));
        TlsFailedException e = failure(
                TlsFailedException.class,
                secured(server, spec -> mode(spec, tls)).connect());
        assertThat(e).hasMessageContaining(words).hasMessageContaining("localhost");
        assertThat(e.phase()).isEqualTo(Phase.TLS);
        assertThat(e.reason()).isEqualTo(Reason.HANDSHAKE);
        assertThat(e.isTransient()).isFalse();
        assertThat(server.commands().verbs()).doesNotContain("USER", "PASS");
        assertThat(bytes(client(server, c -> c.secure(spec -> mode(spec, tls).insecure()))
                        .download("/a")))
                .as("unless told not to look")
                .isEqualTo(BYTES);
    }

    @Test
    void namesAServerThatSpeaksNoTls() {
        ScriptedFtpServer plain = serve();
        FtpException implicit =
                failure(FtpException.class, secured(plain, TlsSpec::implicit).connect());
        assertThat(implicit).isInstanceOf(TlsFailedException.class).hasMessageContaining("does not speak TLS");
        TlsFailedException explicit = failure(
                TlsFailedException.class, secured(plain, TlsSpec::explicit).connect());
        assertThat(explicit.reason()).isEqualTo(Reason.REFUSED);
        assertThat(explicit).hasMessageContaining("502 TLS is not available").hasMessageContaining("AUTH TLS");
        ScriptedFtpServer secure = serve(s -> s.tls(Tls.IMPLICIT));
        FtpException e = failure(
                FtpException.class,
                client(secure, deadlines(d -> d.reply(SHORT))).connect());
        assertThat(e.phase()).isEqualTo(Phase.GREETING);
        assertThat(plain.commands().verbs()).doesNotContain("USER", "PASS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"500 What?", "502 No.", "504 No.", "530 No.", "431 No.", "534 No.", "331 Password?", "220 Ok"})
    void neverFallsBackToClearText(String reply) {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("AUTH").reply(reply);
        TlsFailedException e = failure(
                TlsFailedException.class, secured(server, TlsSpec::explicit).connect());
        assertThat(e).hasMessageContaining(reply);
        assertThat(server.commands().verbs()).containsExactly("AUTH");
    }

    static Stream<UnaryOperator<TlsSpec>> wishes() {
        return Stream.of(
                tls -> tls,
                tls -> tls.protocols("TLSv1.3"),
                tls -> tls.identify(Path.of("chain.pem"), Path.of("key.pem")),
                TlsSpec::insecure);
    }

    /** Who says how TLS is to be done wants TLS, even without saying when it begins. */
    @ParameterizedTest
    @MethodSource("wishes")
    void aWordOnTlsMeansTls(UnaryOperator<TlsSpec> wish) {
        FtpClient client = FtpClient.create("localhost").secure(wish);
        assertThat(client).hasToString("FtpClient[localhost:21, EXPLICIT_TLS]");
        assertThat(FtpClient.create("ftps://localhost/").secure(wish))
                .as("which has said when")
                .hasToString("FtpClient[localhost:990, IMPLICIT_TLS]");
    }

    @Test
    void whoSaysWhomToTrustSaysNoPasswordInTheClear() {
        ScriptedFtpServer plain = serve();
        FtpClient client = client(plain, c -> c.secure(tls -> tls.trust(ca())));
        for (Publisher<?> call : List.of(client.connect(), client.exists("/a"), client.download("/a"))) {
            TlsFailedException e = failure(TlsFailedException.class, call);
            assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        }
        assertThat(plain.commands().lines()).containsOnly("AUTH TLS");
        ScriptedFtpServer secure = serve(s -> s.tls(Tls.EXPLICIT).tlsRequired());
        assertThat(bytes(client(secure, c -> c.secure(tls -> tls.trust(ca()))).download("/a")))
                .isEqualTo(BYTES);
        assertThat(secure.commands().verbs()).startsWith("AUTH", "USER", "PASS", "PBSZ", "PROT");
        assertThat(secure.sessions().data()).isNotEmpty().allMatch(DataTally::isSecured);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPLICIT", "IMPLICIT"})
    void neverSpeaksAnOlderProtocolThanAllowed(Tls tls) {
        ScriptedFtpServer old = serve(s -> s.tls(tls).tlsProtocols("TLSv1.2"));
        TlsFailedException e = failure(
                TlsFailedException.class,
                secured(old, spec -> mode(spec, tls).protocols("TLSv1.3")).connect());
        assertThat(e.reason()).isEqualTo(Reason.HANDSHAKE);
        assertThat(e.phase()).isEqualTo(Phase.TLS);
        assertThat(old.commands().verbs()).doesNotContain("USER", "PASS");
        assertThat(old.sessions().tlsProtocols()).isEmpty();
    }

    /** Where the sessions of TLS 1.3 run out, TLS 1.2 is the cure, unless the caller has ruled it out. */
    @ParameterizedTest
    @CsvSource({"TLSv1.3,TLSv1.3", "TLSv1.3:TLSv1.2,TLSv1.2", "'',TLSv1.2"})
    void goesOnWithAnOlderProtocolOnlyWhereThatIsAllowed(String allowed, String then) {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT).tlsRequired().tlsResumptionRequired());
        // a context of its own, which knows nothing of the control connection's session
        server.on("RETR").nth(2).with(new Fault.DataCertificate(TlsMaterial.trusted()));
        FtpClient client = secured(
                server,
                spec -> allowed.isEmpty() ? spec.explicit() : spec.explicit().protocols(allowed.split(":")));
        for (int i = 0; i < 3; i++) {
            assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
        }
        assertThat(server.commands().count("RETR")).isEqualTo(4);
        assertThat(server.sessions().tlsProtocols()).containsExactly("TLSv1.3", then);
    }

    @Test
    void aLoginBeforeTlsDoesNotCount() {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.onGreeting().reply("230 You are in.");
        assertThat(await(secured(server, TlsSpec::explicit).exists("/a"))).isTrue();
        assertThat(server.commands().verbs()).startsWith("AUTH", "USER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"331 Any password will do.\r\n", "230 In.\r\n", "x"})
    void believesNothingThatCameBeforeTheHandshake(String injected) {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("AUTH").with(new Fault.InjectAfterReply(injected.getBytes(StandardCharsets.UTF_8)));
        ProtocolViolationException e = failure(
                ProtocolViolationException.class,
                secured(server, TlsSpec::explicit).connect());
        assertThat(e.phase()).isEqualTo(Phase.TLS);
        assertThat(server.commands().verbs()).containsExactly("AUTH");
    }

    @Test
    void survivesABrokenHandshake() {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("AUTH").nth(1).with(new Fault.BreakHandshake("500 OOPS\r\n".getBytes(StandardCharsets.UTF_8)));
        server.on("AUTH").nth(2).with(new Fault.BreakHandshake());
        server.on("AUTH").nth(3).with(new Fault.StallHandshake());
        FtpClient client = secured(server, TlsSpec::explicit).deadlines(d -> d.tls(SHORT));
        for (int i = 0; i < 3; i++) {
            FtpException e = failure(FtpException.class, client.connect());
            assertThat(e.phase()).as(e.toString()).isEqualTo(Phase.TLS);
            assertThat(e instanceof DeadlineExceededException).isEqualTo(i == 2);
        }
        assertThat(server.commands().verbs()).containsOnly("AUTH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"534 No.", "536 Level not supported.", "500 What?"})
    void wantsItsDataProtected(String reply) {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("PROT").reply(reply);
        TlsFailedException e = failure(
                TlsFailedException.class, secured(server, TlsSpec::explicit).connect());
        assertThat(e).hasMessageContaining(reply).hasMessageContaining("PROT P");
        assertThat(server.sessions().data()).isEmpty();
    }

    @Test
    void noticesClearTextInsideTls() {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("SIZE").once().with(new Fault.ClearText("500 OOPS: child died\r\n".getBytes(StandardCharsets.UTF_8)));
        FtpClient client = secured(server, TlsSpec::explicit);
        FtpException e = failure(FtpException.class, client.size("/a"));
        assertThat(e.phase()).isEqualTo(Phase.REPLY);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
    }

    // ---- the data connection

    @ParameterizedTest
    @EnumSource(names = {"EXPLICIT", "IMPLICIT"})
    void trustsNobodyOnTheDataConnectionEither(Tls tls) {
        ScriptedFtpServer server = serve(s -> s.tls(tls));
        server.on("RETR").with(new Fault.DataCertificate(TlsMaterial.stranger()));
        server.on("STOR").with(new Fault.DataCertificate(TlsMaterial.wrongHost()));
        FtpClient client = secured(server, spec -> mode(spec, tls));
        TlsFailedException down = failure(TlsFailedException.class, client.download("/a"));
        assertThat(down.phase()).isEqualTo(Phase.DATA_TLS);
        TlsFailedException up = failure(TlsFailedException.class, client.upload("/b", content(BYTES, 1000)));
        assertThat(up).hasMessageContaining("localhost");
    }

    @Test
    void takesNoDataInTheClear() {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("RETR").with(new Fault.PlainData());
        FtpClient client = secured(server, TlsSpec::explicit);
        TlsFailedException e = failure(TlsFailedException.class, client.download("/a"));
        assertThat(e.phase()).isEqualTo(Phase.DATA_TLS);
        assertThat(e).hasMessageContaining("does not speak TLS");
    }

    @Test
    void doesNotWaitForEverForTheDataHandshake() {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT));
        server.on("MLSD").with(new Fault.StallHandshake());
        FtpClient client = client(
                server,
                c -> c.secure(spec -> spec.explicit().trust(ca()))
                        .deadlines(d -> d.tls(SHORT).close(SHORT)));
        FtpException e = failure(FtpException.class, client.list("/"));
        assertThat(e.phase()).as(e.toString()).isEqualTo(Phase.DATA_TLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anEndWithoutCloseNotifyIsACut(String protocol) {
        ScriptedFtpServer server = serve(s -> s.tls(Tls.EXPLICIT).tlsProtocols(protocol));
        server.on("RETR").once().with(new Fault.NoCloseNotify(), new Fault.DropDataAfter(100_000, "226 Complete."));
        server.on("MLSD").with(new Fault.NoCloseNotify());
        FtpClient client = secured(server, TlsSpec::explicit);
        assertThat(bytes(client.download("/a"))).as("healed").isEqualTo(BYTES);
        assertThat(server.commands().count("RETR")).isEqualTo(2);
        FtpException e = failure(FtpException.class, client.list("/"));
        assertThat(e).hasMessageContaining("close_notify");
    }
}
