package dev.fluxftp.samples.stage;

import dev.fluxftp.session.Credentials;
import dev.fluxftp.session.FtpUrl;
import dev.fluxftp.session.Security;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfiguration;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** An Apache FtpServer in this JVM, on a free port of the loopback, with a folder of ours as its root. */
public record EmbeddedServer(FtpServer ftp, FtpUrl url, Path root) implements AutoCloseable {

    private static final Credentials USER = Credentials.of("quick", "start");
    /** Sessions whose connection was cut live on in the server for a while. */
    private static final int LOGINS = 100;
    /** Nor should a thread of it wait for long for data that nobody will send any more. */
    private static final int SECONDS_FOR_DATA = 3;

    public static EmbeddedServer start(Path root) {
        ListenerFactory loopback = new ListenerFactory();
        loopback.setServerAddress("127.0.0.1");
        loopback.setPort(0);
        loopback.setDataConnectionConfiguration(patience());
        Listener listener = loopback.createListener();

        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setMaxLogins(LOGINS);
        connections.setMaxThreads(LOGINS);

        FtpServerFactory server = new FtpServerFactory();
        server.addListener("default", listener);
        server.setConnectionConfig(connections.createConnectionConfig());
        try {
            server.getUserManager().save(user(root));
            FtpServer ftp = server.createServer();
            ftp.start();
            FtpUrl url = new FtpUrl(Security.CLEAR, "127.0.0.1", listener.getPort(), USER, "");
            return new EmbeddedServer(ftp, url, root);
        } catch (FtpException e) {
            throw new IllegalStateException("the FTP server does not start", e);
        }
    }

    @Override
    public void close() {
        ftp.stop();
    }

    private static DataConnectionConfiguration patience() {
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setIdleTime(SECONDS_FOR_DATA);
        return data.createDataConnectionConfiguration();
    }

    private static BaseUser user(Path root) {
        BaseUser user = new BaseUser();
        user.setName(USER.user());
        user.setPassword(USER.password());
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(LOGINS, LOGINS)));
        return user;
    }
}
