package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedFtpServerTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1,NONE", "::1,NONE", "127.0.0.1,EXPLICIT", "127.0.0.1,IMPLICIT", "::1,EXPLICIT"})
    void servesAWholeSession(String host, Tls tls) throws Exception {
        byte[] bytes = Content.generatedBytes(50_000);
        Path root;
        try (EmbeddedFtpServer server = EmbeddedFtpServer.start(host, tls);
                RawFtpClient client = RawFtpClient.to(server.host(), server.port())) {
            root = server.root();
            if (tls == Tls.IMPLICIT) {
                client.secure("localhost");
            }
            assertThat(client.reply()).startsWith("220");
            if (tls == Tls.EXPLICIT) {
                client.explicit();
            } else if (tls == Tls.IMPLICIT) {
                client.protect();
            }
            client.login();
            assertThat(client.upload("STOR a", bytes)).startsWith("226");
            assertThat(Files.readAllBytes(root.resolve("a"))).isEqualTo(bytes);
            assertThat(client.download("RETR a").bytes()).isEqualTo(bytes);
            assertThat(client.say("MKD d")).startsWith("257");
            assertThat(client.say("QUIT")).startsWith("221");
        }
        assertThat(root.getParent()).doesNotExist();
    }
}
