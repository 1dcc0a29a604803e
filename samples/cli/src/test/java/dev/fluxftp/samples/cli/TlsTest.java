package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: refused unless there is a reason to trust them. */
@Timeout(60)
class TlsTest {

    @TempDir
    Path folder;

    private Path authority;
    private RealServer server;

    @BeforeEach
    void start() throws Exception {
        X509Bundle issuer = new CertificateBuilder()
                .subject("CN=Test CA")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=127.0.0.1")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(issuer);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "server",
                bundle.getKeyPair().getPrivate(),
                "changeit".toCharArray(),
                bundle.getCertificatePathWithRoot());
        Path keystore = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(keystore)) {
            keys.store(out, "changeit".toCharArray());
        }
        authority = Files.writeString(folder.resolve("ca.pem"), issuer.getCertificatePEM());
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("a.txt"), "hello");
        server = RealServer.start(root, keystore);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() {
        Run run = Run.of("get", "--tls", "explicit", server.url("a.txt"), "-");

        assertThat(run.code()).isEqualTo(ExitCode.TLS.code());
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("fluxftp: the certificate of 127.0.0.1 is not trusted");
        assertThat(run.stdout()).isEmpty();
    }

    @Test
    void aGivenAuthorityIs() {
        Run run = Run.of(
                "get",
                "--ca",
                authority.toString(),
                "--tls-protocol",
                "TLSv1.2",
                server.url("a.txt").replace("ftp:", "ftpes:"),
                "-");

        assertThat(run.err()).doesNotContain("WARNING");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("hello");
    }

    @Test
    void insecureTrustsAnybodyAndSaysSoLoudly() {
        Run run = Run.of("get", "--tls=explicit", "--insecure", "--quiet", server.url("a.txt"), "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("hello");
        assertThat(run.errorLines()).singleElement().asString().contains("WARNING", "NOT checked");
    }
}
