package dev.fluxftp.reactor.contract;

import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.reactor.server.TlsMaterial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@link ScriptedFtpServer} without a script. */
record ScriptedServer(ScriptedFtpServer server, Path ca) implements Server {

    static ScriptedServer start(Mode mode, String host) {
        return new ScriptedServer(
                ScriptedFtpServer.start(spec -> {
                    spec.host(host).tls(mode.tls()).stickyRest().hashes();
                    if (mode == Mode.STRICT) {
                        spec.tlsRequired().tlsResumptionRequired();
                    }
                }),
                OwnCa.file());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void put(String path, byte[] content) {
        server.files().put(path, content);
    }

    @Override
    public void touch(String path, Instant modified) {
        server.files().touch(path, modified);
    }

    @Override
    public byte[] content(String path) {
        return server.files().get(path);
    }

    @Override
    public String permissions(String path) {
        return server.files().permissions(path);
    }

    @Override
    public Optional<List<String>> log() {
        return Optional.of(server.commands().lines());
    }

    @Override
    public void close() {
        server.close();
    }

    /** The authority of the servers in this JVM, as a file. */
    static final class OwnCa {
        private static final Path FILE = TlsMaterial.writeCa(Disk.temporaryFile("ca", ".pem"));

        private OwnCa() {}

        static Path file() {
            return FILE;
        }
    }
}
