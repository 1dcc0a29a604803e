package dev.fluxftp.reactor.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers of random size under random faults at random bytes. Each ends with exactly the right bytes or with the right
 * error, leaves no target half written, and neither a connection nor a buffer open. Every build does the same few;
 * {@code -Dfluxftp.torture.transfers=1000} does more, {@code -Dfluxftp.torture.seed=N} others.
 */
class TortureTest {

    private static final int LANES = 24;

    @Test
    @Timeout(600)
    void everyTransferIsExactOrFailsForTheRightReason(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("fluxftp.torture.seed", 7);
        int transfers = Integer.getInteger("fluxftp.torture.transfers", 150);
        System.out.println("torture with -Dfluxftp.torture.seed=" + seed);
        Table table = new Table();
        List<AssertionError> failures = new ArrayList<>();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            for (Future<List<AssertionError>> lane : lanes.invokeAll(lanes(seed, transfers, folder, table))) {
                failures.addAll(get(lane));
            }
        } finally {
            lanes.shutdownNow();
            System.out.println(table);
            failures.forEach(failure -> failure.printStackTrace(System.out));
        }
        assertThat(failures).as("with seed %d", seed).isEmpty();
        assertThat(table.transfers()).isEqualTo(transfers);
    }

    private static List<Lane> lanes(long seed, int transfers, Path folder, Table table) {
        return IntStream.range(0, LANES)
                .mapToObj(lane -> new Lane(
                        lane,
                        IntStream.range(0, transfers)
                                .filter(index -> index % LANES == lane)
                                .mapToObj(index -> Plan.of(seed, index))
                                .toList(),
                        folder,
                        table))
                .toList();
    }

    private static List<AssertionError> get(Future<List<AssertionError>> lane) throws Exception {
        try {
            return lane.get();
        } catch (ExecutionException e) {
            return List.of(new AssertionError("a lane ended: " + e.getCause(), e.getCause()));
        }
    }
}
