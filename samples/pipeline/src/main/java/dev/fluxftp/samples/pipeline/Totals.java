package dev.fluxftp.samples.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What has been added up, and how far that is: one record, so that both are saved or neither.
 *
 * @param offset behind the last gzip member that is in it
 * @param cents the sum of the last column
 */
record Totals(long offset, long lines, long cents) {

    static final Totals NOTHING = new Totals(0, 0, 0);

    Totals plus(String line) {
        return new Totals(
                offset, lines + 1, cents + Long.parseLong(line, line.lastIndexOf(',') + 1, line.length(), 10));
    }

    Totals at(long newOffset) {
        return new Totals(newOffset, lines, cents);
    }

    Totals requireOffset(long size) {
        if (offset != size) {
            throw new IllegalStateException("added up to " + offset + " of " + size);
        }
        return this;
    }

    static Mono<Totals> load(Path file) {
        return Mono.fromCallable(() -> read(file)).subscribeOn(Schedulers.boundedElastic());
    }

    static Totals read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return NOTHING;
        }
        String[] values = Files.readString(file).split(" ", -1);
        return new Totals(Long.parseLong(values[0]), Long.parseLong(values[1]), Long.parseLong(values[2]));
    }

    /** On the disk when it completes; whoever reads the file sees the old totals or the new ones. */
    Mono<Void> save(Path file) {
        return Mono.fromCallable(() -> write(file))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private Path write(Path file) throws IOException {
        Path next = file.resolveSibling("totals.next");
        Files.writeString(
                next,
                offset + " " + lines + " " + cents,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
