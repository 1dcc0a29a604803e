package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a hostile server lists does nothing to the terminal. */
@Timeout(60)
class ListingTest {

    @Test
    void escapesWhatIsNotText() throws IOException {
        Run run = list("-rw-r--r-- 1 a b 7 Jan 02 2026 evil\u001b[2Jname\r\n"
                + "-rw-r--r-- 1 a b 7 Jan 02 2026 exe\u202etxt.doc\r\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("evil\\u001b[2Jname", "exe\\u202etxt.doc")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void reportsLinesThatItCannotRead() throws IOException {
        Run run = list("-rw-r--r-- 1 a b 7 Jan 02 2026 good\r\nsomething \u0007 else\r\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).singleElement().asString().endsWith(" good");
        assertThat(run.errorLines()).singleElement().asString().contains("something \\u0007 else");
    }

    private static Run list(String lines) throws IOException {
        try (FakeServer server = new FakeServer().send(lines.getBytes(StandardCharsets.UTF_8))) {
            return Run.of("ls", server.url(""));
        }
    }
}
