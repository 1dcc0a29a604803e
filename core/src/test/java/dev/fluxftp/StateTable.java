package dev.fluxftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a state machine is expected to do with every event in every state, written down a second time, and drawn. */
public final class StateTable<S extends Enum<S>, E extends Enum<E>> {

    private final Class<S> states;
    private final Class<E> events;
    private final Map<S, Map<E, S>> rows = new LinkedHashMap<>();

    public StateTable(Class<S> states, Class<E> events) {
        this.states = states;
        this.events = events;
    }

    public StateTable<S, E> row(S from, E event, S to) {
        assertThat(rows.computeIfAbsent(from, s -> new EnumMap<>(events)).put(event, to))
                .as("%s on %s is given once", from, event)
                .isNull();
        return this;
    }

    public @Nullable S next(S from, E event) {
        return rows.getOrDefault(from, Map.of()).get(event);
    }

    /** Walks every state and event; what has no row must lead nowhere. */
    public void isThatOf(BiFunction<S, E, @Nullable S> machine) {
        for (S state : states.getEnumConstants()) {
            for (E event : events.getEnumConstants()) {
                assertThat(machine.apply(state, event))
                        .as("%s on %s", state, event)
                        .isEqualTo(next(state, event));
            }
        }
    }

    /** As a Mermaid diagram of what the machine does; events between the same two states share an arrow. */
    public String draw(BiFunction<S, E, @Nullable S> machine) {
        StringBuilder out = new StringBuilder("stateDiagram-v2\n");
        out.append("    [*] --> ").append(states.getEnumConstants()[0]).append('\n');
        for (S from : states.getEnumConstants()) {
            Map<S, List<String>> arrows = new EnumMap<>(states);
            for (E event : events.getEnumConstants()) {
                S to = machine.apply(from, event);
                if (to != null) {
                    arrows.computeIfAbsent(to, s -> new ArrayList<>()).add(event.name());
                }
            }
            arrows.forEach((to, names) -> out.append("    %s --> %s: %s%n"
                    .formatted(from, to, String.join(", ", names))
                    .replace("\r", "")));
        }
        return out.toString();
    }

    /** The diagram in the resources must be this one. */
    public static void isDrawnIn(String resource, String diagram) {
        try (InputStream in = StateTable.class.getResourceAsStream(resource)) {
            String kept = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(kept).as("core/src/test/resources%s", resource).isEqualTo(diagram);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every state can be reached from the first one. */
    public void reachesEverything() {
        List<S> reached = new ArrayList<>(List.of(states.getEnumConstants()[0]));
        for (int i = 0; i < reached.size(); i++) {
            rows.getOrDefault(reached.get(i), Map.of()).values().stream()
                    .filter(to -> !reached.contains(to))
                    .distinct()
                    .forEach(reached::add);
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(Arrays.asList(states.getEnumConstants()));
    }
}
