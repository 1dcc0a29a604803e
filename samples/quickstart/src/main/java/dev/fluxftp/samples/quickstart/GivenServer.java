package dev.fluxftp.samples.quickstart;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.session.FtpUrl;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Somebody's server: works in a new folder below the one of the URL, and removes it in the end. */
record GivenServer(FtpClient client, FtpUrl url) implements Server {

    static GivenServer at(FtpUrl given) {
        String folder = "fluxftp-quickstart-" + UUID.randomUUID();
        String path = given.path().isEmpty() || given.path().endsWith("/")
                ? given.path() + folder
                : given.path() + "/" + folder;
        FtpClient client = FtpClient.create(given);
        client.makeDirectory(path).block();
        return new GivenServer(
                client, new FtpUrl(given.security(), given.host(), given.port(), given.credentials(), path));
    }

    @Override
    public Mono<String> sha256(String name) {
        return Sha256.of(client.download(path(name)));
    }

    @Override
    public void close() {
        client.list(url.path())
                .collectList() // what is listed should not change under the listing
                .flatMapIterable(entries -> entries)
                .concatMap(entry -> client.delete(path(entry.name())))
                .then(client.removeDirectory(url.path()))
                .then(client.disposeLater())
                .block();
    }
}
