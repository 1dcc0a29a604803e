package dev.fluxftp.reactor.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;

/**
 * What happens otherwise than usual at some commands. All rules that match a command apply together; where several give
 * a reply, the youngest rule does. Occurrences are counted over all sessions of the server, so a retry on another
 * connection is the next one.
 */
public final class Rule {
    /** Something a scripted reply consists of. */
    sealed interface Part {
        record Bytes(byte[] bytes) implements Part {}

        record Pause(Duration duration) implements Part {}

        record Hold(CountDownLatch until) implements Part {}
    }

    private final Set<String> verbs = new CopyOnWriteArraySet<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private volatile String path = "";
    private volatile int session;
    private int first = 1;
    private int last = Integer.MAX_VALUE;
    private int seen;

    Rule(String verb) {
        verbs.add(verb);
    }

    // ---- when

    /** For that command, too; they are counted together. */
    public Rule or(String verb) {
        verbs.add(verb);
        return this;
    }

    /** Only for this absolute path, however the client named it. */
    public Rule path(String absolute) {
        path = absolute;
        return this;
    }

    /** Only in this session, numbered from 1. */
    public Rule session(int number) {
        session = number;
        return this;
    }

    public Rule once() {
        return first(1);
    }

    /** The first {@code n} times. */
    public Rule first(int n) {
        return between(1, n);
    }

    /** The nth time only, counted from 1. */
    public Rule nth(int n) {
        return between(n, n);
    }

    /** The nth time and ever after. */
    public Rule from(int n) {
        return between(n, Integer.MAX_VALUE);
    }

    private synchronized Rule between(int from, int to) {
        first = from;
        last = to;
        return this;
    }

    // ---- what

    public Rule with(Fault... more) {
        faults.addAll(List.of(more));
        return this;
    }

    /** Runs before the command is served, in the server's thread. */
    public Rule before(Runnable hook) {
        hooks.add(hook);
        return this;
    }

    /**
     * These lines, in one segment, instead of what the server would do; the command has no effect, but a 2yz to USER,
     * PASS or ACCT is a login. Called again, another segment follows. Without lines: no reply at all.
     */
    public Rule reply(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        return raw(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #reply}, byte for byte. */
    public Rule raw(byte[] bytes) {
        parts.add(new Part.Bytes(bytes));
        return this;
    }

    /** A pause before the next {@link #reply}. */
    public Rule pause(Duration duration) {
        parts.add(new Part.Pause(duration));
        return this;
    }

    /** The next {@link #reply} waits for the test. */
    public Rule hold(CountDownLatch until) {
        parts.add(new Part.Hold(until));
        return this;
    }

    // ---- whether it did

    /** How many commands of this kind came, among them those that the rule let pass. */
    public synchronized int seen() {
        return seen;
    }

    /** Waits until {@link #seen} is at least {@code count}. */
    public synchronized void awaitSeen(int count, Duration timeout) {
        Waiting waiting = new Waiting(timeout);
        while (seen < count) {
            if (!waiting.on(this)) {
                throw new AssertionError(verbs + " seen " + seen + " times within " + timeout + ", not " + count);
            }
        }
    }

    synchronized boolean matches(Received command, String absolute) {
        boolean same = verbs.contains(command.verb())
                || verbs.contains(Script.ANY) && !command.verb().equals(Script.GREETING);
        if (!same || !path.isEmpty() && !path.equals(absolute) || session != 0 && session != command.session()) {
            return false;
        }
        seen++;
        notifyAll();
        return seen >= first && seen <= last;
    }

    List<Fault> faults() {
        return faults;
    }

    List<Part> parts() {
        return parts;
    }

    List<Runnable> hooks() {
        return hooks;
    }
}
