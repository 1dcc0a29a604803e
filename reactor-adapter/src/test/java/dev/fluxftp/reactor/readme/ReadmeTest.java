package dev.fluxftp.reactor.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.TransferProgress;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.Tls;
import dev.fluxftp.reactor.server.TlsMaterial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Every Java block of the README is compiled as it stands there and run, its host replaced by one of ours. */
class ReadmeTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] IMAGE = new byte[300_000];

    @TempDir
    Path folder;

    @Test
    void firstScreen() throws Exception {
        Path ca = folder.resolve("ca.pem");
        TlsMaterial.writeCa(ca);
        try (ScriptedFtpServer server = server(Tls.EXPLICIT)) {
            String block = Readme.javaBlock("FtpClient.create(")
                    .replace("\"ftp.example.org\")", "\"localhost\").port(" + server.port() + ")")
                    .replace("TlsSpec::explicit", "tls -> tls.explicit().trust(Path.of(\"ca.pem\"))");
            List<Publisher<?>> made = SnippetCompiler.run(block + "\nmade.add(all);", folder, null);
            Flux.from(made.get(0)).blockLast(SOON);

            assertThat(folder.resolve("big.iso")).hasBinaryContent(IMAGE);
            assertThat(server.files().text("/in/rows.csv")).isEqualTo("id;name\n1;Ada\n");
            assertThat(server.commands().count("RETR")).isEqualTo(3);
        }
    }

    @Test
    void verbs() throws Exception {
        Files.write(folder.resolve("big.iso"), IMAGE);
        try (ScriptedFtpServer server = server(Tls.NONE)) {
            server.on("SITE").reply("214 No help here");
            FtpClient client = client(server);
            String block =
                    Readme.javaBlock("client.stat(").replaceAll("(?m)^(client\\..*?);( *//.*)?$", "made.add($1);");
            List<Publisher<?>> made = SnippetCompiler.run(block, folder, client);
            for (Publisher<?> each : made) {
                Flux.from(each).blockLast(SOON);
            }
            client.disposeLater().block(SOON);

            assertThat(made).hasSize(18);
            assertThat(server.files().isDirectory("/in/2026/11")).isTrue();
            assertThat(server.files().exists("/pub/a.txt")).isFalse();
            assertThat(server.files().exists("/pub/b.txt")).isFalse();
            assertThat(folder.resolve("big.iso")).hasBinaryContent(IMAGE);
            assertThat(server.files().get("/in/big.iso")).isEqualTo(IMAGE);
            assertThat(server.files().get("/in/copy.iso")).isEqualTo(IMAGE);
            assertThat(server.commands().lines())
                    .contains("REST 1000", "SITE HELP", "SITE CHMOD 640 /pub/a.txt", "MFMT 20261121100000 /pub/a.txt");
        }
    }

    @Test
    void goingOn() throws Exception {
        Files.write(folder.resolve("big.iso"), IMAGE);
        try (ScriptedFtpServer server = server(Tls.NONE)) {
            FtpClient client = client(server);
            String block =
                    Readme.javaBlock("client.hash(").replaceAll("(?m)^(client\\..*?);( *//.*)?$", "made.add($1);");
            List<Publisher<?>> made = SnippetCompiler.run(block, folder, client);
            for (Publisher<?> each : made) {
                Flux.from(each).blockLast(SOON);
            }
            client.disposeLater().block(SOON);

            assertThat(made).hasSize(5);
            assertThat(folder.resolve("big.iso")).hasBinaryContent(IMAGE);
            assertThat(server.files().get("/in/big.iso")).isEqualTo(IMAGE);
            assertThat(server.commands().verbs()).contains("RNTO", "HASH");
        }
    }

    @Test
    void acknowledged() throws Exception {
        try (ScriptedFtpServer server = server(Tls.NONE)) {
            FtpClient client = client(server);
            String block = Readme.javaBlock("downloadChunks(");
            for (int time = 0; time < 2; time++) {
                List<Publisher<?>> made = SnippetCompiler.run(block + "\nmade.add(pieces);", folder, client);
                Flux.from(made.get(0)).blockLast(SOON);
            }
            client.disposeLater().block(SOON);

            assertThat(server.commands().count("RETR"))
                    .as("the second time nothing is left")
                    .isEqualTo(1);
            assertThat(folder.resolve("checkpoints")).isNotEmptyFile();
        }
    }

    @Test
    void limitAndProgress() throws Exception {
        Files.write(folder.resolve("big.iso"), IMAGE);
        try (ScriptedFtpServer server = server(Tls.NONE)) {
            FtpClient client = client(server);
            String block = Readme.javaBlock("RateLimit.of(");
            List<Publisher<?>> made = SnippetCompiler.run(block + "\nmade.add(progress);", folder, client);
            Object last = Flux.from(made.get(0)).blockLast(SOON);
            client.disposeLater().block(SOON);

            assertThat(last)
                    .isInstanceOfSatisfying(
                            TransferProgress.class,
                            end -> assertThat(end.position()).isEqualTo(IMAGE.length));
            assertThat(server.files().get("/in/big.iso")).isEqualTo(IMAGE);
            assertThat(server.commands().verbs()).contains("MFMT", "RNTO");
        }
    }

    @Test
    void retry() throws Exception {
        Files.writeString(folder.resolve("rows.csv"), "id;name\n");
        try (ScriptedFtpServer server = server(Tls.NONE)) {
            server.on("STOR").once().reply("450 File busy");
            FtpClient client = client(server);
            String block = Readme.javaBlock("Retry.backoff");
            List<Publisher<?>> made = SnippetCompiler.run(block + "\nmade.add(stubborn);", folder, client);
            Flux.from(made.get(0)).blockLast(SOON);
            client.disposeLater().block(SOON);

            assertThat(server.files().text("/in/rows.csv")).isEqualTo("id;name\n");
            assertThat(server.commands().count("STOR")).isEqualTo(2);
        }
    }

    @Test
    void deadlines() throws Exception {
        try (ScriptedFtpServer server = server(Tls.NONE)) {
            FtpClient client = client(server);
            String block = Readme.javaBlock("client.deadlines(");
            List<Publisher<?>> made = SnippetCompiler.run(
                    block + "\nmade.add(hasty.exists(\"/pub\").delayUntil(yes -> hasty.disposeLater()));",
                    folder,
                    client);
            assertThat(Flux.from(made.get(0)).blockLast(SOON)).isEqualTo(Boolean.TRUE);
        }
    }

    private static ScriptedFtpServer server(Tls tls) {
        return ScriptedFtpServer.start(spec -> spec.tls(tls)
                .hashes()
                .user("alice", "s3cret")
                .file("/logs/one.log", "one".getBytes())
                .file("/logs/two.log", "two".getBytes())
                .file("/pub/big.iso", IMAGE)
                .file("/pub/a.txt", "a".getBytes())
                .directory("/in"));
    }

    private static FtpClient client(ScriptedFtpServer server) {
        return FtpClient.create("localhost").port(server.port()).credentials("alice", "s3cret");
    }
}
