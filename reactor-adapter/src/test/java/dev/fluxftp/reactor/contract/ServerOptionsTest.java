package dev.fluxftp.reactor.contract;

import static dev.fluxftp.reactor.contract.Contract.KIB;
import static dev.fluxftp.reactor.contract.Contract.await;
import static dev.fluxftp.reactor.contract.Contract.buffers;
import static dev.fluxftp.reactor.contract.Contract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fluxftp.protocol.TlsFailedException;
import dev.fluxftp.reactor.FtpClient;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Real servers set up in ways that a client has to cope with. */
@ExtendWith(RealServers.class)
class ServerOptionsTest {

    private static final String SERVERS = "dev.fluxftp.reactor.contract.RealServers#here";

    private static void thereAndBack(FtpClient client) {
        await(client.upload("/file", buffers(bytes(100_000))));
        assertThat(Contract.collect(client.download("/file"))).isEqualTo(bytes(100_000));
        assertThat(await(client.list("/").count())).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(SERVERS)
    void where_EPSV_is_refused_PASV_does_it(String name) {
        try (Setting setting = new Setting(name, Mode.PLAIN, Setting.IPV4, "epsv=no")) {
            thereAndBack(setting.client());
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(SERVERS)
    void the_address_in_a_PASV_reply_is_not_believed(String name) {
        try (Setting setting = new Setting(name, Mode.PLAIN, Setting.IPV4, "epsv=no", "masq=192.0.2.1")) {
            thereAndBack(setting.client());
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(SERVERS)
    void a_certificate_for_another_host_is_refused(String name) {
        try (Setting setting = new Setting(name, Mode.EXPLICIT, Setting.IPV4, "cert=wronghost")) {
            refuse(setting);
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(SERVERS)
    void an_expired_certificate_is_refused(String name) {
        try (Setting setting = new Setting(name, Mode.EXPLICIT, Setting.IPV4, "cert=expired")) {
            refuse(setting);
        }
    }

    private static void refuse(Setting setting) {
        assertThatThrownBy(() -> await(setting.client().exists("/"))).isInstanceOf(TlsFailedException.class);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource(SERVERS)
    void a_slow_server_meets_a_slow_subscriber(String name) {
        try (Setting setting = new Setting(name, Mode.PLAIN, Setting.IPV4, "rate=" + 300 * KIB)) {
            setting.server().put("/file", bytes(450 * KIB));
            byte[] all = Contract.collect(setting.client()
                    .download("/file")
                    .map(buffer -> Unpooled.wrappedBuffer(Contract.copy(buffer)))
                    .concatMap(part -> Mono.just(part).delayElement(Duration.ofMillis(5)), 1));

            assertThat(all).isEqualTo(bytes(450 * KIB));
        }
    }
}
