package dev.fluxftp.samples.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemonstrationTest {

    @Test
    void theTotalsAreRightWhateverIsCutAndKilled() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean right = Demonstration.run(
                Options.of("12", "--kills=2", "--seed=8"), new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("--seed=8", "The totals are exactly right.")
                .containsPattern("connections cut +[1-9]")
                .containsPattern("processes killed +[1-9]")
                .containsPattern("times it went on +[1-9]");
        assertThat(right).isTrue();
    }
}
