package dev.fluxftp.samples.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {

    @TempDir
    private Path folder;

    /** As zcat reads it; so the totals that the pipeline is measured by are not its own. */
    @Test
    void theTotalsAreThoseOfTheFile() throws IOException {
        Path file = folder.resolve("orders.csv.gz");
        Orders orders = Orders.write(file, 6 << 20, 3);

        String csv;
        try (GZIPInputStream content = new GZIPInputStream(Files.newInputStream(file))) {
            csv = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(orders.bytes()).isEqualTo(csv.length()).isBetween(6L << 20, (6L << 20) + 100);
        assertThat(orders.totals())
                .isEqualTo(new Totals(
                        Files.size(file),
                        csv.lines().count(),
                        csv.lines()
                                .mapToLong(line -> Long.parseLong(line.split(",", -1)[3]))
                                .sum()));
    }
}
