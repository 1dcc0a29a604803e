package dev.fluxftp.samples.quickstart;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a person sees. */
final class Table {

    private static final int OFFSETS_SHOWN = 6;

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void begin(Options options, Server server) {
        print("FluxFTP: %d random files (--seed=%d) to %s and back%n%n", options.files(), options.seed(), server.url());
    }

    void end(Outcome outcome) {
        print("%-26s%14s%14s%n", "", "upload", "download");
        row(outcome, "files", leg -> count(leg.files().size()));
        row(outcome, "megabytes", leg -> decimal(leg.bytes() / 1e6));
        row(outcome, "seconds", leg -> decimal(leg.time().toMillis() / 1e3));
        row(outcome, "MB/s", leg -> decimal(leg.megabytesPerSecond()));
        row(outcome, "data connections cut", leg -> count(leg.sightings().dataCuts()));
        row(outcome, "control connections cut", leg -> count(leg.sightings().controlCuts()));
        row(outcome, "resumed by APPE", leg -> count(leg.sightings().appends()));
        row(outcome, "resumed by REST", leg -> count(leg.sightings().restarts().size()));
        row(
                outcome,
                "SHA-256 equal",
                leg -> leg.equal().size() + "/" + leg.files().size());
        print("%nREST offsets, for instance: %s%n", offsets(outcome.download()));
        print(
                "%s%n",
                outcome.isGood()
                        ? "Every byte is what it was."
                        : "DIFFERENT: " + String.join(", ", outcome.mismatches()));
    }

    private void row(Outcome outcome, String what, Function<Leg, String> value) {
        print("%-26s%14s%14s%n", what, value.apply(outcome.upload()), value.apply(outcome.download()));
    }

    private static String offsets(Leg leg) {
        List<Long> restarts = leg.sightings().restarts();
        return restarts.isEmpty()
                ? "none"
                : restarts.stream().limit(OFFSETS_SHOWN).map(Table::count).collect(Collectors.joining("  "));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
