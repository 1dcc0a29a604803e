package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Many transfers in a row with servers that demand a resumed TLS session for each of them. */
@ExtendWith(RealServers.class)
class TlsResumptionTest {

    private static final int UPLOADS = 50;

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("dev.fluxftp.reactor.contract.Setting#strict")
    void no_transfer_fails_and_no_byte_is_lost(Setting setting) {
        FtpClient client = setting.client();
        for (int i = 0; i < 3; i++) {
            assertThat(await(client.list("/").collectList())).isEmpty();
        }
        await(client.upload("/first", buffers(bytes(70_000))));
        assertThat(Contract.collect(client.download("/first"))).isEqualTo(bytes(70_000));
        assertThat(await(client.list("/").count())).isEqualTo(1);

        List<TransferReport> reports = await(Flux.range(0, UPLOADS)
                .concatMap(i -> client.upload("/" + i, buffers(bytes(10_000 + i))))
                .collectList());

        for (int i = 0; i < UPLOADS; i++) {
            assertThat(setting.server().content("/" + i)).isEqualTo(bytes(10_000 + i));
        }
        long resumed = reports.stream()
                .filter(report -> report.tls() == TlsUse.RESUMED)
                .count();
        System.out.println("TLS sessions resumed: " + setting + ": " + resumed + " of " + UPLOADS
                + " data connections of uploads");
        assertThat(resumed).isEqualTo(UPLOADS);
    }
}
