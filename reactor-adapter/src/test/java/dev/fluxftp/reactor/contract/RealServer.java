package dev.fluxftp.reactor.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** vsftpd, ProFTPD, Pure-FTPd or pyftpdlib on a free port, with a folder of its own. */
final class RealServer implements Server {

    private static final int ATTEMPTS = 5;
    private static final Set<RealServer> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(RealServer::close), "stop-servers"));
    }

    private final String name;
    private final int port;
    private final Disk disk;

    private RealServer(String name, int port, Disk disk) {
        this.name = name;
        this.port = port;
        this.disk = disk;
    }

    /** @param options of {@code .ci/servers}, such as {@code tls=1.2} */
    static RealServer start(String name, Mode mode, String host, List<String> options) {
        Disk disk = Disk.open();
        for (int attempt = 1; ; attempt++) {
            int port = freePort(host);
            List<String> words = new ArrayList<>(List.of("start", name, Integer.toString(port)));
            words.addAll(List.of(disk.root().toString(), mode.word(), "host=" + host));
            words.addAll(options);
            ServerScript.Outcome outcome = ServerScript.attempt(words.toArray(String[]::new));
            if (outcome.code() == 0) {
                RealServer server = new RealServer(name, port, disk);
                RUNNING.add(server);
                return server;
            }
            if (attempt == ATTEMPTS || !outcome.words().contains("is taken")) {
                disk.delete();
                throw new IllegalStateException("cannot start " + words + ": " + outcome.words());
            }
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path ca() {
        return Path.of(ServerScript.run("ca"));
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
        return Optional.of(
                ServerScript.run("log", name, Integer.toString(port)).lines().toList());
    }

    @Override
    public void close() {
        if (RUNNING.remove(this)) {
            ServerScript.run("stop", name, Integer.toString(port));
            disk.delete();
        }
    }

    private static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
