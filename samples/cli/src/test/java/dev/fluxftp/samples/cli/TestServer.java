package dev.fluxftp.samples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer on loopback, with one user who may write. */
final class TestServer implements AutoCloseable {

    private final FtpServer server;
    private final Listener listener;

    private TestServer(FtpServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    static TestServer start(Path root) throws FtpException, IOException {
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(0);
        Listener listener = listeners.createListener();
        PropertiesUserManagerFactory users = new PropertiesUserManagerFactory();
        users.setPasswordEncryptor(new ClearTextPasswordEncryptor());
        BaseUser user = new BaseUser();
        user.setName("tester");
        user.setPassword("secret");
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission()));
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        factory.setUserManager(users.createUserManager());
        factory.getUserManager().save(user);
        FtpServer server = factory.createServer();
        server.start();
        return new TestServer(server, listener);
    }

    String url(String path) {
        return url("tester:secret", path);
    }

    String url(String user, String path) {
        return "ftp://" + user + "@127.0.0.1:" + listener.getPort() + "/" + path;
    }

    @Override
    public void close() {
        server.stop();
    }
}
