package dev.fluxftp.reactor.contract;

import dev.fluxftp.reactor.server.EmbeddedFtpServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Apache FtpServer in this JVM. It keeps no log of commands. */
record EmbeddedServer(EmbeddedFtpServer server, Disk disk, Path ca) implements Server {

    static EmbeddedServer start(Mode mode, String host) {
        EmbeddedFtpServer server = EmbeddedFtpServer.start(host, mode.tls());
        return new EmbeddedServer(server, new Disk(server.root()), ScriptedServer.OwnCa.file());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void put(String path, byte[] content) {
        disk.put(path, content);
    }

    @Override
    public void touch(String path, Instant modified) {
        disk.touch(path, modified);
    }

    @Override
    public byte[] content(String path) {
        return disk.content(path);
    }

    @Override
    public String permissions(String path) {
        return disk.permissions(path);
    }

    @Override
    public Optional<List<String>> log() {
        return Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }
}
