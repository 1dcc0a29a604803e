package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.server.TlsMaterial;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Sessions: who gets one, what is held, what is shared. */
interface SessionContract extends Contract {

    @Test
    default void a_wrong_password_is_refused() {
        FtpClient stranger = client(client -> client.credentials("tester", "wrong"));

        assertThatThrownBy(() -> await(stranger.exists("/"))).isInstanceOf(LoginRefusedException.class);
    }

    @Test
    default void a_working_directory_lasts_as_long_as_the_connection_is_held() {
        String folder = folder();
        await(client().makeDirectory(folder + "/-sub"));
        server().put(folder + "/-sub/file", bytes(77));

        List<Object> seen = await(client().use(ftp -> ftp.changeWorkingDirectory(folder)
                        .thenMany(Flux.concat(
                                ftp.workingDirectory(),
                                ftp.list("").map(FtpEntry::name),
                                ftp.list("-sub").map(FtpEntry::name),
                                ftp.size("-sub/file"))))
                .cast(Object.class)
                .collectList());

        assertThat(seen).containsExactly(folder, "-sub", "file", 77L);
        assertThat(await(client().use(ftp -> ftp.workingDirectory()).last())).isEqualTo("/");
    }

    @Test
    default void a_raw_command_is_answered() {
        Integer code = await(client().use(ftp -> ftp.command("NOOP"))
                .map(reply -> reply.code())
                .last());

        assertThat(code).isEqualTo(200);
    }

    @Test
    default void many_transfers_share_few_connections() {
        String folder = folder();
        FtpClient four = client(client -> client.pool(pool -> pool.maxConnections(4)));

        List<byte[]> back = await(Flux.range(0, 16)
                .flatMap(
                        i -> four.upload(folder + "/" + i, buffers(bytes(20_000 + i)))
                                .thenMany(four.download(folder + "/" + i).asByteArray())
                                .reduce(SessionContract::join),
                        16)
                .collectList());

        assertThat(back)
                .extracting(content -> content.length - 20_000)
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(back).allSatisfy(content -> assertThat(content).isEqualTo(bytes(content.length)));
    }

    @Test
    default void a_certificate_of_an_unknown_authority_is_refused() {
        assumeTls();
        Path unknown = TlsMaterial.selfSigned().writeCertificate(local().resolve("unknown.pem"));
        FtpClient mistaken = client(client -> client.secure(tls -> tls.trust(unknown)));

        assertThatThrownBy(() -> await(mistaken.exists("/"))).isInstanceOf(TlsFailedException.class);
    }

    @Test
    default void transfers_in_a_row_resume_the_session_of_the_control_connection() {
        assumeTls();
        unless(Quirk.RESUMES_NO_TLS_SESSION);
        String folder = folder();

        List<TransferReport> reports = await(Flux.range(0, 6)
                .concatMap(i -> client().upload(folder + "/" + i, buffers(bytes(1000))))
                .collectList());

        assertThat(reports).extracting(TransferReport::tls).containsOnly(TlsUse.RESUMED);
    }

    private void assumeTls() {
        Assumptions.assumeThat(setting().mode().isSecure()).isTrue();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
