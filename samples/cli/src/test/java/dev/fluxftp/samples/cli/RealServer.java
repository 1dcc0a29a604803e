package dev.fluxftp.samples.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.jspecify.annotations.Nullable;

/** An Apache FtpServer with alice and her folder. */
record RealServer(FtpServer ftp, int port) implements AutoCloseable {

    /** @param keystore PKCS 12 with the password "changeit", for AUTH TLS; null for none */
    static RealServer start(Path root, @Nullable Path keystore) throws FtpException {
        ListenerFactory loopback = new ListenerFactory();
        loopback.setServerAddress("127.0.0.1");
        loopback.setPort(0);
        if (keystore != null) {
            SslConfigurationFactory tls = new SslConfigurationFactory();
            tls.setKeystoreFile(keystore.toFile());
            tls.setKeystoreType("PKCS12");
            tls.setKeystorePassword("changeit");
            loopback.setSslConfiguration(tls.createSslConfiguration());
        }
        Listener listener = loopback.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        BaseUser alice = new BaseUser();
        alice.setName("alice");
        alice.setPassword("s3cret");
        alice.setHomeDirectory(root.toString());
        alice.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(0, 0)));
        factory.getUserManager().save(alice);
        FtpServer server = factory.createServer();
        server.start();
        return new RealServer(server, listener.getPort());
    }

    String url(String path) {
        return "ftp://alice:s3cret@127.0.0.1:" + port + "/" + path;
    }

    @Override
    public void close() {
        ftp.stop();
    }
}
