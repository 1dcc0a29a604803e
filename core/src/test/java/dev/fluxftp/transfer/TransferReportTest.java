package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.transfer.TransferReport.TlsUse;
import dev.fluxftp.transfer.TransferReport.Verification;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferReportTest {

    private static TransferReport report(long bytes, Duration duration) {
        return new TransferReport(bytes, 0, -1, duration, 1, null, Verification.REPLY, TlsUse.NONE);
    }

    @Test
    void speed() {
        assertThat(report(3_000, Duration.ofMillis(1_500)).bytesPerSecond()).isEqualTo(2_000);
        assertThat(report(0, Duration.ZERO).bytesPerSecond()).isZero();
        assertThat(report(1, Duration.ZERO).bytesPerSecond()).isFinite();
    }

    @Test
    void aHashIsTheHighestRung() {
        FileHash hash = new FileHash(HashAlgorithm.CRC32, "1");
        TransferReport before = report(3_000, Duration.ofSeconds(1));
        assertThat(before.hash()).isNull();
        TransferReport after = before.hash(hash);
        assertThat(after.hash()).isEqualTo(hash);
        assertThat(after.verification()).isEqualTo(Verification.HASH);
        assertThat(after.bytes()).isEqualTo(3_000);
    }
}
