package dev.fluxftp.reactor.torture;

import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.Rule;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import java.time.Duration;
import java.time.Instant;

/** Tells a server of its own what is to go wrong with one transfer. */
final class Script {

    private final ScriptedFtpServer server;
    private final Plan plan;
    private final String path;
    private final boolean appends;
    private int turn = 1;

    /**
     * @param path of the file on the server
     * @param appends whether the server knows APPE
     */
    Script(ScriptedFtpServer server, Plan plan, String path, boolean appends) {
        this.appends = appends;
        this.server = server;
        this.plan = plan;
        this.path = path;
    }

    void write() {
        plan.blows().forEach(this::add);
    }

    private void add(Plan.Blow blow) {
        Fault fault = blow.trouble().fault(blow.bytes());
        switch (blow.trouble()) {
            case DROP_AT_QUESTION -> questions().nth(2).with(fault);
            case DROP_AT_RENAME -> server.on("RNTO").once().with(fault);
            default -> {
                Rule rule = transfers().nth(turn++).with(fault);
                addMore(blow.trouble(), rule);
            }
        }
    }

    private void addMore(Trouble trouble, Rule rule) {
        switch (trouble) {
            case DISK_FULL_552, DISK_FULL_452 -> transfers().from(turn).with(trouble.fault(0));
            case CHANGED -> rule.before(() -> questions().once().before(this::change));
            case FOREIGN -> rule.before(() -> server.on("SIZE").once().before(this::interfere));
            case REST_REFUSED -> server.on("REST").reply("502 Not here.");
            case REST_IGNORED -> transfers().with(new Fault.IgnoreRest());
            default -> {
                // that is all
            }
        }
    }

    private Rule transfers() {
        if (!plan.kind().isUpload()) {
            return server.on("RETR");
        }
        return appends ? server.on("STOR").or("APPE") : server.on("STOR");
    }

    private Rule questions() {
        return server.on("MLST").or("SIZE");
    }

    /** Another file by that name; where the server tells only its time, not of the same second. */
    private void change() {
        server.files().put(path, plan.otherContent());
        server.files().touch(path, Instant.now().plus(Duration.ofHours(1)));
    }

    /** Somebody else writes to where the upload is written to. */
    private void interfere() {
        String directory = path.substring(0, path.lastIndexOf('/'));
        server.files().names(directory).stream()
                .filter(name -> !plan.kind().isAtomic() || name.endsWith(".part"))
                .forEach(name -> server.files().put(directory + '/' + name, plan.longerContent()));
    }
}
