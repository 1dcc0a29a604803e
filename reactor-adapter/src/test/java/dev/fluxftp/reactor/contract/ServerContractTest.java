package dev.fluxftp.reactor.contract;

import dev.fluxftp.reactor.FtpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** The whole contract against every server that is here. */
@ExtendWith({RealServers.class, NamedFailure.class})
@ParameterizedClass(name = "{0}")
@MethodSource("dev.fluxftp.reactor.contract.Setting#all")
class ServerContractTest
        implements DirectoryContract,
                FileContract,
                TransferContract,
                ResumeContract,
                ReplayContract,
                SegmentContract,
                VerificationContract,
                PublicationContract,
                CheckpointContract,
                CancelContract,
                SessionContract {

    @Parameter
    Setting setting;

    @TempDir
    Path local;

    private final List<FtpClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        Contract.await(
                Flux.fromIterable(clients).flatMap(FtpClient::disposeLater).then());
    }

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public FtpClient client() {
        return setting.client();
    }

    @Override
    public FtpClient client(UnaryOperator<FtpClient> change) {
        FtpClient changed = change.apply(client());
        clients.add(changed);
        return changed;
    }

    @Override
    public Path local() {
        return local;
    }
}
