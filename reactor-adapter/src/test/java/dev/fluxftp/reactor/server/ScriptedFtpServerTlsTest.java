package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.reactor.server.Fault.When;
import dev.fluxftp.reactor.server.RawFtpClient.Download;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedFtpServerTlsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] BYTES = Content.generatedBytes(100_000);

    private static RawFtpClient explicit(ScriptedFtpServer server) throws IOException {
        RawFtpClient client = RawFtpClient.to(server);
        client.reply();
        return client.explicit().login();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,EXPLICIT,TLSv1.2",
        "127.0.0.1,EXPLICIT,TLSv1.3",
        "::1,EXPLICIT,TLSv1.3",
        "127.0.0.1,IMPLICIT,TLSv1.2",
        "::1,IMPLICIT,TLSv1.3"
    })
    void servesAWholeSession(String host, Tls tls, String protocol) throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                        s -> s.host(host).tls(tls).tlsProtocols(protocol).tlsRequired());
                RawFtpClient client = RawFtpClient.to(server)) {
            if (tls == Tls.IMPLICIT) {
                client.secure(host).reply();
            } else {
                client.reply();
                assertThat(client.say("USER tester")).startsWith("530");
                client.explicit();
            }
            if (tls == Tls.IMPLICIT) {
                client.protect();
            }
            client.login();
            assertThat(client.upload("STOR a", BYTES)).startsWith("226");
            assertThat(client.upload("STOR empty", new byte[0])).startsWith("226");
            Download download = client.download("RETR a");
            assertThat(download.bytes()).isEqualTo(BYTES);
            assertThat(download.last()).startsWith("226");
            assertThat(client.download("RETR empty").last()).startsWith("226");
            assertThat(client.say("PROT C")).startsWith("534");
            assertThat(client.say("FEAT")).contains("PROT");
            assertThat(client.say("QUIT")).startsWith("221");
            assertThat(client.readControl()).isEqualTo(-1);
            client.close();
            server.sessions().awaitNoneOpen(SOON);
            assertThat(server.sessions().data()).allMatch(DataTally::isSecured);
        }
    }

    @Test
    void protectsDataOnlyWhenAsked() throws IOException {
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT).file("/a", BYTES));
                RawFtpClient client = RawFtpClient.to(server)) {
            client.reply();
            assertThat(client.say("PROT P")).startsWith("503");
            assertThat(client.say("AUTH FOO")).startsWith("504");
            client.say("AUTH TLS");
            client.secure("localhost").login();
            assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
            assertThat(server.sessions().lastData().isSecured()).isFalse();
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start();
                RawFtpClient client = RawFtpClient.to(server)) {
            client.reply();
            assertThat(client.say("AUTH TLS")).startsWith("502");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noticesWhetherTheSessionIsResumed(String protocol) throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT)
                        .tlsProtocols(protocol)
                        .tlsResumptionRequired()
                        .file("/a", BYTES));
                RawFtpClient client = explicit(server)) {
            assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
            assertThat(server.sessions().lastData().isResumed()).isTrue();
            client.forgetTlsSessions();
            Download refused = client.download("RETR a");
            assertThat(refused.bytes()).isEmpty();
            assertThat(refused.last()).startsWith("522");
            assertThat(server.sessions().lastData().isResumed()).isFalse();
        }
    }

    @Test
    void showsABadCertificate() throws IOException {
        for (TlsMaterial bad : new TlsMaterial[] {
            TlsMaterial.wrongHost(), TlsMaterial.expired(), TlsMaterial.selfSigned(), TlsMaterial.stranger()
        }) {
            try (ScriptedFtpServer server =
                            ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT).certificate(bad));
                    RawFtpClient client = RawFtpClient.to(server)) {
                client.reply();
                client.say("AUTH TLS");
                assertThatThrownBy(() -> client.secure("localhost")).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @Test
    void writesItsAuthority(@TempDir Path folder) throws Exception {
        Path pem = TlsMaterial.writeCa(folder.resolve("ca.pem"));
        try (InputStream in = Files.newInputStream(pem)) {
            assertThat(CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .isEqualTo(TlsMaterial.ca());
        }
    }

    @Test
    void injectsBytesBehindTheAnswerToAuth() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT));
                RawFtpClient client = RawFtpClient.to(server)) {
            server.on("AUTH").with(new Fault.InjectAfterReply("230 In\r\n".getBytes(StandardCharsets.UTF_8)));
            client.reply();
            assertThat(client.say("AUTH TLS")).startsWith("234");
            assertThat(client.reply()).isEqualTo("230 In");
            assertThat(client.secure("localhost").say("SYST")).startsWith("215");
        }
    }

    @Test
    void breaksTheControlHandshake() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT))) {
            server.on("AUTH").nth(1).with(new Fault.BreakHandshake("500 OOPS\r\n".getBytes(StandardCharsets.UTF_8)));
            server.on("AUTH").nth(2).with(new Fault.BreakHandshake());
            server.on("AUTH").nth(3).with(new Fault.StallHandshake());
            for (int i = 0; i < 3; i++) {
                try (RawFtpClient client = RawFtpClient.to(server)) {
                    client.reply();
                    client.say("AUTH TLS");
                    client.control().setSoTimeout(i == 2 ? 50 : 5000);
                    assertThatThrownBy(() -> client.secure("localhost")).isInstanceOf(IOException.class);
                }
            }
            server.sessions().awaitNoneOpen(SOON);
        }
    }

    @Test
    void breaksTheDataHandshake() throws IOException {
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT).file("/a", BYTES));
                RawFtpClient client = explicit(server)) {
            server.on("RETR").nth(1).with(new Fault.BreakHandshake());
            server.on("RETR").nth(2).with(new Fault.DataCertificate(TlsMaterial.stranger()));
            server.on("RETR").nth(3).with(new Fault.PlainData());
            for (int i = 0; i < 2; i++) {
                client.forgetTlsSessions();
                assertThatThrownBy(() -> client.download("RETR a")).isInstanceOf(IOException.class);
                assertThat(client.reply()).startsWith("426");
            }
            try (Socket data = client.data()) {
                client.say("RETR a");
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(BYTES);
                assertThat(client.reply()).startsWith("226");
            }
            assertThat(client.download("RETR a").bytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void leavesOutCloseNotify() throws IOException {
        try (ScriptedFtpServer server =
                        ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT).file("/a", BYTES));
                RawFtpClient client = explicit(server)) {
            server.on("RETR").once().with(new Fault.NoCloseNotify());
            server.on("RETR").nth(2).with(new Fault.DropDataAfter(5000));
            assertThatThrownBy(() -> client.download("RETR a")).isInstanceOf(SSLException.class);
            assertThat(client.reply()).startsWith("226");
            assertThat(client.download("RETR a").bytes())
                    .as("ends early, but in order")
                    .hasSize(5000);
            server.on("NOOP").with(new Fault.DropControl(When.BEFORE_REPLY), new Fault.NoCloseNotify());
            assertThatThrownBy(() -> client.say("NOOP")).isInstanceOf(SSLException.class);
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT));
                RawFtpClient client = explicit(server)) {
            server.on("NOOP").with(new Fault.DropControl(When.BEFORE_REPLY));
            assertThat(client.say("NOOP")).isEmpty();
        }
    }

    @Test
    void anUploadWithoutCloseNotifyIsTruncated() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT));
                RawFtpClient client = explicit(server);
                Socket data = client.data()) {
            client.say("STOR a");
            client.secureData(data).getOutputStream().write(BYTES);
            server.sessions().await("all", s -> s.lastData().received() == BYTES.length, SOON);
            data.shutdownOutput();
            assertThat(client.reply()).startsWith("426");
        }
    }

    @Test
    void writesPastTheTlsLayer() throws IOException {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(s -> s.tls(Tls.EXPLICIT));
                RawFtpClient client = explicit(server)) {
            server.on("NOOP").with(new Fault.ClearText("500 OOPS: child died\r\n".getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(() -> client.say("NOOP")).isInstanceOf(SSLException.class);
        }
    }
}
