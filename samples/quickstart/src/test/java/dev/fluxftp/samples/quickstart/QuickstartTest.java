package dev.fluxftp.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuickstartTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void everyFileSurvivesTheBadNetworkBothWays() throws IOException {
        Outcome outcome = Quickstart.run(new Options(null, 7, 60), out);

        assertThat(outcome.mismatches()).isEmpty();
        assertThat(outcome.upload().equal()).hasSize(60);
        assertThat(outcome.download().equal()).hasSize(60);
        assertThat(outcome.upload().sightings().cuts()).isPositive();
        assertThat(outcome.upload().sightings().appends()).isPositive();
        assertThat(outcome.download().sightings().cuts()).isPositive();
        assertThat(outcome.download().sightings().restarts())
                .isNotEmpty()
                .allSatisfy(offset -> assertThat(offset).isPositive());
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("--seed=7", "60/60", "REST offsets", "Every byte is what it was.")
                .doesNotContain("start@"); // the password
    }

    @Test
    void aServerOfTheUsersGetsTheSameJobAndIsLeftAsItWas() throws IOException {
        try (Workspace theirs = Workspace.create();
                OwnServer server = OwnServer.start(theirs.server())) {
            Path kept = Files.writeString(theirs.server().resolve("kept.txt"), "kept");

            Outcome outcome = Quickstart.run(new Options(server.url(), 11, 30), out);

            assertThat(outcome.isGood()).isTrue();
            assertThat(theirs.server()).isDirectoryContaining(kept::equals);
            assertThat(theirs.server().toFile().list()).containsExactly("kept.txt");
        }
    }

    @Test
    void leavesNothingInTheTemporaryFolder() throws IOException {
        Workspace workspace = Workspace.create();
        Files.writeString(workspace.downloads().resolve("x.part"), "x");

        workspace.close();

        assertThat(workspace.folder()).doesNotExist();
    }
}
