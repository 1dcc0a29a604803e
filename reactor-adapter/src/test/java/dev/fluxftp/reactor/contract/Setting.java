package dev.fluxftp.reactor.contract;

import dev.fluxftp.reactor.FtpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One server in one mode at one address, started when first asked for.
 *
 * <p>Safe in one thread at a time.
 */
final class Setting implements AutoCloseable {

    static final String IPV4 = "127.0.0.1";
    static final String IPV6 = "::1";

    private static final Map<String, BiFunction<Mode, String, Server>> IN_THIS_JVM =
            Map.of("scripted", ScriptedServer::start, "apache", EmbeddedServer::start);

    private static final Map<String, List<Mode>> MODES = Map.of(
            "scripted", List.of(Mode.PLAIN, Mode.EXPLICIT, Mode.IMPLICIT),
            "apache", List.of(Mode.PLAIN, Mode.EXPLICIT, Mode.IMPLICIT),
            "vsftpd", List.of(Mode.PLAIN, Mode.EXPLICIT, Mode.STRICT, Mode.IMPLICIT),
            "proftpd", List.of(Mode.PLAIN, Mode.EXPLICIT, Mode.STRICT, Mode.IMPLICIT),
            "pure-ftpd", List.of(Mode.PLAIN, Mode.EXPLICIT),
            "pyftpdlib", List.of(Mode.PLAIN, Mode.EXPLICIT, Mode.IMPLICIT));

    private final String name;
    private final Mode mode;
    private final String host;
    private final List<String> options;
    private @Nullable Server server;
    private @Nullable FtpClient client;
    private @Nullable RuntimeException failure;

    Setting(String name, Mode mode, String host, String... options) {
        this.name = name;
        this.mode = mode;
        this.host = host;
        this.options = List.of(options);
    }

    /** All that the contract is for and that is here; {@code -Dfluxftp.settings=REGEX} takes only some. */
    static List<Setting> all() {
        Pattern wanted = Pattern.compile(System.getProperty("fluxftp.settings", ""));
        return Stream.concat(IN_THIS_JVM.keySet().stream(), RealServers.here().stream())
                .flatMap(name -> MODES.get(name).stream().flatMap(mode -> of(name, mode)))
                .filter(setting -> wanted.matcher(setting.toString()).find())
                .toList();
    }

    /** Those that demand resumed sessions, one for each choice of TLS. */
    static List<Setting> strict() {
        return RealServers.here().stream()
                .filter(name -> MODES.get(name).contains(Mode.STRICT))
                .flatMap(name -> Stream.of(
                        new Setting(name, Mode.STRICT, IPV4),
                        new Setting(name, Mode.STRICT, IPV4, "tls=1.2"),
                        new Setting(name, Mode.STRICT, IPV4, "tls=1.3")))
                .toList();
    }

    /** Both addresses for each server in clear and, where it has it, strict mode; the other modes take turns. */
    private static Stream<Setting> of(String name, Mode mode) {
        boolean isStrictElsewhere = MODES.get(name).contains(Mode.STRICT);
        List<Setting> settings = new ArrayList<>();
        if (mode != Mode.IMPLICIT || name.equals("apache")) {
            settings.add(new Setting(name, mode, IPV4));
        }
        if (!name.equals("apache") && (mode != Mode.EXPLICIT || !isStrictElsewhere)) {
            settings.add(new Setting(name, mode, IPV6));
        }
        if (mode == Mode.STRICT) {
            settings.add(new Setting(name, mode, IPV4, "tls=1.2"));
            settings.add(new Setting(name, mode, IPV6, "tls=1.3"));
        }
        return settings.stream();
    }

    String name() {
        return name;
    }

    Mode mode() {
        return mode;
    }

    boolean has(Quirk quirk) {
        return quirk.isOf(name);
    }

    /** The running server. One that did not start is not tried again. */
    Server server() {
        if (failure != null) {
            throw failure;
        }
        if (server == null) {
            try {
                server = start();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return server;
    }

    /** The client of all checks, which may log in and trusts the right authority: what one leaves behind, the next meets. */
    FtpClient client() {
        if (client == null) {
            client = newClient();
        }
        return client;
    }

    private FtpClient newClient() {
        FtpClient plain = FtpClient.create(host).port(server().port()).credentials("tester", "secret");
        return mode.isSecure() ? plain.secure(tls -> mode.secure(tls).trust(server().ca())) : plain;
    }

    @Override
    public void close() {
        if (client != null) {
            Contract.await(client.disposeLater());
        }
        if (server != null) {
            server.close();
        }
    }

    private Server start() {
        BiFunction<Mode, String, Server> own = IN_THIS_JVM.get(name);
        return own != null ? own.apply(mode, host) : RealServer.start(name, mode, host, options);
    }

    @Override
    public String toString() {
        return Stream.concat(Stream.of(name, mode.word(), host), options.stream())
                .collect(Collectors.joining(" "));
    }
}
