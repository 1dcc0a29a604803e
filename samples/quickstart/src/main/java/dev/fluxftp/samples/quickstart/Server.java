package dev.fluxftp.samples.quickstart;

import dev.fluxftp.session.FtpUrl;
import reactor.core.publisher.Mono;

/** The other side. */
sealed interface Server extends AutoCloseable permits OwnServer, GivenServer {

    static Server of(Options options, Workspace folder) {
        FtpUrl url = options.url();
        return url == null ? OwnServer.start(folder.server()) : GivenServer.at(url);
    }

    /** The folder that the files go to. */
    FtpUrl url();

    /** The path of a file as it is said to the server. */
    default String path(String name) {
        return url().path().isEmpty() ? name : url().path() + "/" + name;
    }

    /** What has arrived under that name, seen without the proxy in between. */
    Mono<String> sha256(String name);

    @Override
    void close();
}
