package dev.fluxftp.reactor.server;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** How a {@link ScriptedFtpServer} is set up, before any script. */
public final class ServerSpec {
    String host = "127.0.0.1";
    int port;
    Tls tls = Tls.NONE;
    TlsMaterial material = TlsMaterial.trusted();
    boolean tlsRequired;
    boolean tlsResumptionRequired;
    String user = "tester";
    String password = "secret";
    String account = "";
    boolean anonymous;
    boolean passwordless;
    String[] greeting = {"220 Scripted server ready."};
    final Set<String> disabled = new LinkedHashSet<>();
    boolean hashes;
    boolean milliseconds;
    boolean stickyRest;
    boolean restTruncates;
    Charset charset = StandardCharsets.UTF_8;
    Clock clock = Clock.systemUTC();
    int chunk = 8192;
    int dataBuffers;
    int maxSessions = Integer.MAX_VALUE;
    Duration dataTimeout = Duration.ofSeconds(5);
    final List<Consumer<FileTree>> files = new ArrayList<>();
    private final List<String> moreFeatures = new ArrayList<>();
    private final Set<String> hiddenFeatures = new LinkedHashSet<>();
    private String[] protocols = {};

    ServerSpec() {}

    // ---- where

    /** 127.0.0.1 (the default) or ::1. */
    public ServerSpec host(String address) {
        host = address;
        return this;
    }

    /** The default is any free one; a fixed one is for a server that comes back. */
    public ServerSpec port(int number) {
        port = number;
        return this;
    }

    /** More sessions than that are greeted with 421. */
    public ServerSpec maxSessions(int count) {
        maxSessions = count;
        return this;
    }

    // ---- TLS

    public ServerSpec tls(Tls when) {
        tls = when;
        return this;
    }

    /** The default is {@link TlsMaterial#trusted}. */
    public ServerSpec certificate(TlsMaterial of) {
        material = of;
        return this;
    }

    /** JSSE's names, such as {@code TLSv1.2}; the default is what JSSE offers. */
    public ServerSpec tlsProtocols(String... names) {
        protocols = names;
        return this;
    }

    /** No login and no data in clear text. */
    public ServerSpec tlsRequired() {
        tlsRequired = true;
        return this;
    }

    /** A data connection that does not resume the control connection's TLS session gets no data, and 522. */
    public ServerSpec tlsResumptionRequired() {
        tlsResumptionRequired = true;
        return this;
    }

    // ---- login

    /** The default is tester, secret. */
    public ServerSpec user(String name, String secret) {
        user = name;
        password = secret;
        return this;
    }

    /** PASS is answered with 332, and ACCT asked for. */
    public ServerSpec account(String name) {
        account = name;
        return this;
    }

    /** USER alone is a login. */
    public ServerSpec passwordless() {
        passwordless = true;
        return this;
    }

    public ServerSpec anonymous() {
        anonymous = true;
        return this;
    }

    /** Lines of one or more replies. */
    public ServerSpec greeting(String... lines) {
        greeting = lines;
        return this;
    }

    // ---- abilities

    /** Commands that the server does not know, and does not list. MLSD is listed as MLST. */
    public ServerSpec without(String... verbs) {
        disabled.addAll(List.of(verbs));
        return this;
    }

    /** One more line in the answer to FEAT, true or not. */
    public ServerSpec feature(String line) {
        moreFeatures.add(line);
        return this;
    }

    /** Keeps quiet about features that the server has, named by their first word. */
    public ServerSpec hideFeature(String... names) {
        hiddenFeatures.addAll(List.of(names));
        return this;
    }

    /** HASH, XCRC, XMD5, XSHA1, XSHA256, XSHA512. */
    public ServerSpec hashes() {
        hashes = true;
        return this;
    }

    /** Times with milliseconds, as Apache gives them. */
    public ServerSpec milliseconds() {
        milliseconds = true;
        return this;
    }

    /** REST lasts until the next transfer of a file, whatever commands lie between, as at four of the real servers. */
    public ServerSpec stickyRest() {
        stickyRest = true;
        return this;
    }

    /** REST and STOR cut the file at the offset, as Pure-FTPd and Apache do; by default the old tail stays. */
    public ServerSpec restTruncates() {
        restTruncates = true;
        return this;
    }

    /** Of command lines, replies and listings. The default is UTF-8. */
    public ServerSpec charset(Charset of) {
        charset = of;
        return this;
    }

    /** Gives files their times, and listings their year. */
    public ServerSpec clock(Clock of) {
        clock = of;
        return this;
    }

    // ---- data

    /** How many bytes are read from a file and written to a socket at a time. */
    public ServerSpec chunk(int bytes) {
        chunk = bytes;
        return this;
    }

    /** The kernel's buffers of the server's data sockets, to see backpressure early. */
    public ServerSpec dataBuffers(int bytes) {
        dataBuffers = bytes;
        return this;
    }

    /** How long a transfer waits for its data connection before 425. */
    public ServerSpec dataTimeout(Duration timeout) {
        dataTimeout = timeout;
        return this;
    }

    // ---- files

    public ServerSpec file(String path, byte[] content) {
        return files(tree -> tree.put(path, content));
    }

    public ServerSpec file(String path, String content) {
        return files(tree -> tree.put(path, content));
    }

    public ServerSpec file(String path, Content content) {
        return files(tree -> tree.put(path, content));
    }

    public ServerSpec file(String path, String content, Instant modified) {
        return files(tree -> tree.put(path, content).touch(path, modified));
    }

    public ServerSpec directory(String path) {
        return files(tree -> tree.directory(path));
    }

    public ServerSpec files(Consumer<FileTree> change) {
        files.add(change);
        return this;
    }

    String[] protocols() {
        return protocols;
    }

    List<String> features(String hash) {
        List<String> lines = new ArrayList<>();
        if (tls == Tls.EXPLICIT) {
            lines.add("AUTH TLS");
        }
        if (tls != Tls.NONE) {
            lines.addAll(List.of("PBSZ", "PROT"));
        }
        lines.addAll(List.of("EPRT", "EPSV", "MDTM", "MFMT", mlst(), "PASV", "REST STREAM", "SIZE", "TVFS", "UTF8"));
        if (hashes) {
            Map<String, String> known = HashCommands.features(hash);
            lines.addAll(known.values());
        }
        lines.removeIf(line -> hides(line.split(" ")[0]));
        lines.addAll(moreFeatures);
        return lines;
    }

    private boolean hides(String name) {
        return hiddenFeatures.contains(name)
                || disabled.contains(name)
                || name.equals("MLST") && disabled.contains("MLSD");
    }

    private static String mlst() {
        StringBuilder line = new StringBuilder("MLST ");
        for (String fact : ListingFormat.FACTS) {
            line.append(fact.toLowerCase(Locale.ROOT)).append("*;");
        }
        return line.toString();
    }
}
