package dev.fluxftp.samples.pipeline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A CSV of random orders, written as gzip members of about a mebibyte each.
 *
 * @param bytes of CSV
 * @param totals of it, counted while it was written
 */
record Orders(long bytes, Totals totals) {

    private static final int CSV_IN_MEMBER = 5 << 19;
    private static final List<String> COUNTRIES = List.of("AT", "BR", "CA", "DE", "FR", "IN", "JP", "KE", "US", "ZA");

    static Orders write(Path file, long atLeast, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Orders orders = new Orders(0, Totals.NOTHING);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            while (orders.bytes < atLeast) {
                GZIPOutputStream member = new QuickGzip(out);
                orders = orders.writeMember(member, Math.min(CSV_IN_MEMBER, atLeast - orders.bytes), random);
                member.finish();
            }
        }
        return new Orders(orders.bytes, orders.totals.at(Files.size(file)));
    }

    private Orders writeMember(OutputStream member, long atLeast, SplittableRandom random) throws IOException {
        long written = 0;
        long lines = totals.lines();
        long cents = totals.cents();
        while (written < atLeast) {
            int price = random.nextInt(-5_000, 100_000); // some are sent back
            byte[] line = line(++lines, random, price);
            member.write(line);
            written += line.length;
            cents += price;
        }
        return new Orders(bytes + written, new Totals(0, lines, cents));
    }

    private static byte[] line(long number, SplittableRandom random, int cents) {
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        return (number + ",customer-" + random.nextInt(100_000) + "," + country + "," + cents + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
