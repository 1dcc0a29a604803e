package dev.fluxftp.samples.quickstart;

import dev.fluxftp.samples.stage.EmbeddedServer;
import dev.fluxftp.session.FtpUrl;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** One in this JVM. */
record OwnServer(EmbeddedServer embedded) implements Server {

    static OwnServer start(Path root) {
        return new OwnServer(EmbeddedServer.start(root));
    }

    @Override
    public FtpUrl url() {
        return embedded.url();
    }

    @Override
    public Mono<String> sha256(String name) {
        return Sha256.of(embedded.root().resolve(name));
    }

    @Override
    public void close() {
        embedded.close();
    }
}
