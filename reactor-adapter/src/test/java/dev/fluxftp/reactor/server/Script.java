package dev.fluxftp.reactor.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All rules of a server. */
final class Script {
    static final String GREETING = "GREETING";
    static final String ANY = "*";

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    Rule add(String verb) {
        Rule rule = new Rule(verb);
        rules.add(rule);
        return rule;
    }

    void clear() {
        rules.clear();
    }

    Plan plan(Received command, String absolute) {
        List<Fault> faults = new ArrayList<>();
        List<Runnable> hooks = new ArrayList<>();
        List<Rule.Part> parts = List.of();
        for (Rule rule : rules) {
            if (rule.matches(command, absolute)) {
                faults.addAll(rule.faults());
                hooks.addAll(rule.hooks());
                parts = rule.parts().isEmpty() ? parts : rule.parts();
            }
        }
        return new Plan(faults, parts, hooks);
    }

    /** What the rules say about one command. */
    record Plan(List<Fault> faults, List<Rule.Part> parts, List<Runnable> hooks) {
        <F extends Fault> Optional<F> find(Class<F> kind) {
            return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        }

        <F extends Fault> List<F> all(Class<F> kind) {
            return faults.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        boolean has(Class<? extends Fault> kind) {
            return find(kind).isPresent();
        }

        boolean replies() {
            return parts.stream().anyMatch(Rule.Part.Bytes.class::isInstance);
        }
    }
}
