package dev.fluxftp.reactor.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the clients said, in the order in which it was read. */
public final class CommandLog {
    private final List<Received> commands = new ArrayList<>();

    synchronized void add(Received command) {
        commands.add(command);
        notifyAll();
    }

    public synchronized List<Received> all() {
        return List.copyOf(commands);
    }

    public List<String> lines() {
        return all().stream().map(Received::line).toList();
    }

    public List<String> lines(int session) {
        return all().stream()
                .filter(c -> c.session() == session)
                .map(Received::line)
                .toList();
    }

    public List<String> verbs() {
        return all().stream().map(Received::verb).toList();
    }

    public List<String> verbs(int session) {
        return all().stream()
                .filter(c -> c.session() == session)
                .map(Received::verb)
                .toList();
    }

    public int count(String verb) {
        return (int) all().stream().filter(c -> c.verb().equals(verb)).count();
    }

    public synchronized void clear() {
        commands.clear();
    }

    /** The first command with this verb, come or still to come. */
    public Received await(String verb, Duration timeout) {
        return await(c -> c.verb().equals(verb), 1, verb, timeout);
    }

    /** The nth command with this verb, counted from 1. */
    public Received await(String verb, int nth, Duration timeout) {
        return await(c -> c.verb().equals(verb), nth, nth + ". " + verb, timeout);
    }

    private synchronized Received await(Predicate<Received> wanted, int nth, String name, Duration timeout) {
        Waiting waiting = new Waiting(timeout);
        while (true) {
            List<Received> found = commands.stream().filter(wanted).limit(nth).toList();
            if (found.size() == nth) {
                return found.get(nth - 1);
            }
            if (!waiting.on(this)) {
                throw new AssertionError("no " + name + " within " + timeout + ", only " + lines());
            }
        }
    }
}
