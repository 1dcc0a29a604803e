package dev.fluxftp.reactor.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often each outcome came of each kind of transfer, and of each trouble that was in a plan. */
final class Table {

    static final String EXACT = "exact";
    private static final String UNTROUBLED = "(none)";

    private final Map<Kind, Map<String, Integer>> kinds = new TreeMap<>();
    private final Map<String, Map<String, Integer>> troubles = new TreeMap<>();
    private int transfers;
    private int blows;

    synchronized void count(Plan plan, String outcome) {
        transfers++;
        blows += plan.blows().size();
        add(kinds.computeIfAbsent(plan.kind(), kind -> new TreeMap<>()), outcome);
        List<String> met = plan.blows().isEmpty()
                ? List.of(UNTROUBLED)
                : plan.blows().stream()
                        .map(blow -> blow.trouble().name())
                        .distinct()
                        .toList();
        met.forEach(trouble -> add(troubles.computeIfAbsent(trouble, name -> new TreeMap<>()), outcome));
    }

    private static void add(Map<String, Integer> row, String outcome) {
        row.merge(outcome, 1, Integer::sum);
    }

    synchronized int transfers() {
        return transfers;
    }

    @Override
    public synchronized String toString() {
        TreeSet<String> outcomes = new TreeSet<>();
        kinds.values().forEach(row -> outcomes.addAll(row.keySet()));
        outcomes.remove(EXACT);
        List<String> columns = new ArrayList<>(outcomes);
        columns.add(0, EXACT);
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "%,d transfers, %,d faults planned%n", transfers, blows));
        line(text, "", columns);
        kinds.forEach((kind, row) -> line(text, kind.name(), cells(row, columns)));
        line(text, "", List.of());
        troubles.forEach((trouble, row) -> line(text, trouble, cells(row, columns)));
        return text.toString();
    }

    private static List<String> cells(Map<String, Integer> row, List<String> columns) {
        return columns.stream()
                .map(column -> Integer.toString(row.getOrDefault(column, 0)))
                .toList();
    }

    private static void line(StringBuilder text, String head, List<String> cells) {
        text.append(String.format(Locale.ROOT, "%-28s", head));
        cells.forEach(cell -> text.append(String.format(Locale.ROOT, "%20s", cell)));
        text.append(System.lineSeparator());
    }
}
