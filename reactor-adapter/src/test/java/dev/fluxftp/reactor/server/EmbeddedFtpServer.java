package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ftpserver.ConnectionConfig;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer on a folder that goes with it; the user is tester, secret, and may write. */
public final class EmbeddedFtpServer implements AutoCloseable {
    private static final String LISTENER = "default";
    private static final char[] KEY_STORE_PASSWORD = "changeit".toCharArray();
    private static final int MANY = 1000;

    private final String host;
    private final Path folder;
    private final FtpServer server;
    private final Listener listener;

    private EmbeddedFtpServer(String host, Tls tls) throws IOException, GeneralSecurityException, FtpException {
        this.host = host;
        this.folder = Files.createTempDirectory("fluxftp");
        Files.createDirectory(root());
        this.listener = listener(tls);
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener(LISTENER, listener);
        factory.setConnectionConfig(connections());
        factory.getUserManager().save(user());
        this.server = factory.createServer();
        server.start();
    }

    /** In clear text, on 127.0.0.1. */
    public static EmbeddedFtpServer start() {
        return start("127.0.0.1", Tls.NONE);
    }

    public static EmbeddedFtpServer start(Tls tls) {
        return start("127.0.0.1", tls);
    }

    public static EmbeddedFtpServer start(String host, Tls tls) {
        try {
            return new EmbeddedFtpServer(host, tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | FtpException e) {
            throw new IllegalStateException(e);
        }
    }

    public String host() {
        return host;
    }

    public int port() {
        return listener.getPort();
    }

    /** What the user sees as {@code /}. */
    public Path root() {
        return folder.resolve("root");
    }

    @Override
    public void close() {
        server.stop();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Listener listener(Tls tls) throws IOException, GeneralSecurityException {
        ListenerFactory factory = new ListenerFactory();
        factory.setServerAddress(host);
        factory.setPort(0);
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        if (tls != Tls.NONE) {
            SslConfigurationFactory ssl = new SslConfigurationFactory();
            ssl.setKeystoreFile(keyStore().toFile());
            ssl.setKeystoreType("PKCS12");
            ssl.setKeystorePassword(new String(KEY_STORE_PASSWORD));
            factory.setSslConfiguration(ssl.createSslConfiguration());
            factory.setImplicitSsl(tls == Tls.IMPLICIT);
            data.setSslConfiguration(ssl.createSslConfiguration());
        }
        factory.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        return factory.createListener();
    }

    private Path keyStore() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("server.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            TlsMaterial.trusted().keyStore(KEY_STORE_PASSWORD).store(out, KEY_STORE_PASSWORD);
        }
        return file;
    }

    private static ConnectionConfig connections() {
        ConnectionConfigFactory factory = new ConnectionConfigFactory();
        factory.setMaxLogins(MANY);
        factory.setMaxLoginFailures(MANY);
        factory.setLoginFailureDelay(0);
        factory.setMaxThreads(64);
        return factory.createConnectionConfig();
    }

    private BaseUser user() {
        BaseUser user = new BaseUser();
        user.setName("tester");
        user.setPassword("secret");
        user.setHomeDirectory(root().toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(MANY, MANY)));
        return user;
    }
}
