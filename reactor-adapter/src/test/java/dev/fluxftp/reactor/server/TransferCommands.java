package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Data ports, and the commands that use them. */
final class TransferCommands {
    private TransferCommands() {}

    static void addTo(Map<String, Commands.Handler> handlers) {
        handlers.put("EPSV", TransferCommands::extendedPassive);
        handlers.put("PASV", TransferCommands::passive);
        handlers.put("EPRT", x -> active(x, x.argument().split("\\|"), true));
        handlers.put("PORT", x -> active(x, x.argument().split(","), false));
        handlers.put("REST", TransferCommands::restart);
        handlers.put("RETR", TransferCommands::retrieve);
        handlers.put("STOR", x -> store(x, x.path(), x.restart()));
        handlers.put("APPE", x -> store(x, x.path(), -1));
        handlers.put("STOU", TransferCommands::storeUnique);
        handlers.put("LIST", x -> list(x, (format, path, node) -> format.unixLines(files(x), path, node)));
        handlers.put("NLST", x -> list(x, (format, path, node) -> names(x, path, node)));
        handlers.put("MLSD", TransferCommands::listFacts);
        // a transfer under way was ended, and its own reply said, before this
        handlers.put("ABOR", x -> x.reply("226 ABOR command successful."));
    }

    // ---- ports

    private static void extendedPassive(Exchange x) throws IOException, InterruptedException {
        InetAddress own = x.session().control().raw().getLocalAddress();
        String wanted = own.getAddress().length == 4 ? "1" : "2";
        if (x.argument().equalsIgnoreCase("ALL")) {
            x.reply("200 EPSV ALL ok.");
        } else if (!x.argument().isEmpty() && !x.argument().equals(wanted)) {
            x.reply("522 Network protocol not supported, use (" + wanted + ")");
        } else {
            x.reply("229 Entering Extended Passive Mode (|||" + listen(x, own) + "|)");
        }
    }

    private static void passive(Exchange x) throws IOException, InterruptedException {
        InetAddress own = x.session().control().raw().getLocalAddress();
        if (own.getAddress().length != 4) {
            x.reply("425 PASV needs IPv4, use EPSV.");
            return;
        }
        int port = listen(x, own);
        String host = x.plan()
                .find(Fault.ForeignDataHost.class)
                .map(Fault.ForeignDataHost::host)
                .orElse(own.getHostAddress());
        x.reply("227 Entering Passive Mode (%s,%d,%d).".formatted(host.replace('.', ','), port >> 8, port & 0xff));
    }

    private static int listen(Exchange x, InetAddress address) throws IOException {
        Session session = x.session();
        if (x.plan().has(Fault.ClosedDataPort.class)) {
            session.dataPort(null);
            return DataPort.closedPort(address);
        }
        DataPort port = DataPort.listen(
                session.server(), session.number(), address, x.plan().has(Fault.ResetOnAccept.class));
        session.dataPort(port);
        return port.number();
    }

    private static void active(Exchange x, String[] words, boolean extended) throws IOException, InterruptedException {
        try {
            String host = extended ? words[2] : String.join(".", Arrays.copyOf(words, 4));
            int port = extended
                    ? Integer.parseInt(words[3])
                    : Integer.parseInt(words[4]) << 8 | Integer.parseInt(words[5]);
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(host), port);
            x.session()
                    .dataPort(DataPort.connect(x.session().server(), x.session().number(), peer));
            x.reply("200 Port command successful.");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            x.reply("501 Not an address.");
        }
    }

    // ---- files

    private static void restart(Exchange x) throws IOException, InterruptedException {
        if (!x.argument().matches("\\d{1,18}")) {
            x.reply("501 Not an offset.");
        } else {
            x.session().restart = Long.parseLong(x.argument());
            x.reply("350 Restart position accepted (" + x.argument() + ").");
        }
    }

    private static void retrieve(Exchange x) throws IOException, InterruptedException {
        FileNode node = files(x).node(x.path());
        if (node == null || node.isDirectory()) {
            refuse(x, "550 Failed to open file.");
        } else if (x.restart() > node.size() && !x.plan().has(Fault.AcceptAnyOffset.class)) {
            refuse(x, "554 Invalid REST argument.");
        } else {
            InputStream source = node.open(x.restart());
            send(
                    x,
                    "150 Opening %s mode data connection for %s (%d bytes)."
                            .formatted(mode(x), x.argument(), x.sizeToTell(node.size())),
                    x.restart(),
                    x.session().ascii ? new AsciiStreams.Encoder(source) : source);
        }
    }

    /** @param offset negative for the end of the file */
    private static void store(Exchange x, String path, long offset) throws IOException, InterruptedException {
        FileTree files = files(x);
        if (files.isDirectory(path) || !files.isDirectory(FileTree.parent(path))) {
            refuse(x, "553 Could not create file.");
            return;
        }
        receive(x, "150 Ok to send data.", Math.max(0, offset), () -> open(x, path, offset));
    }

    private static OutputStream open(Exchange x, String path, long offset) {
        FileTree files = files(x);
        if (!files.exists(path)) {
            files.put(path, "");
        }
        @Nullable FileNode node = files.node(path);
        if (node == null) {
            throw new IllegalStateException(path + " was removed meanwhile");
        }
        if (offset == 0 || offset > 0 && x.session().spec().restTruncates) {
            node.resize(offset);
        }
        node.touch(x.session().spec().clock.instant());
        OutputStream sink =
                node.openAt(offset < 0 ? node.size() : offset, x.session().spec().clock);
        return x.session().ascii ? new AsciiStreams.Decoder(sink) : sink;
    }

    private static void storeUnique(Exchange x) throws IOException, InterruptedException {
        int i = 1;
        while (files(x).exists(x.session().resolve("unique." + i))) {
            i++;
        }
        String path = x.session().resolve("unique." + i);
        receive(x, "150 FILE: unique." + i, 0, () -> open(x, path, 0));
    }

    // ---- listings

    private interface Lines {
        Stream<String> of(ListingFormat format, String path, FileNode node);
    }

    private static void list(Exchange x, Lines lines) throws IOException, InterruptedException {
        // "-la dir": the options of ls mean nothing here
        String argument = x.argument().replaceFirst("^(-\\w+ ?)+", "");
        String path = x.session().resolve(argument);
        FileNode node = files(x).node(path);
        if (node == null && !x.plan().has(Fault.Listing.class)) {
            refuse(x, "450 No such file or directory.");
        } else {
            sendLines(x, node == null ? Stream.empty() : lines.of(ListingFormat.of(x), path, node));
        }
    }

    private static void listFacts(Exchange x) throws IOException, InterruptedException {
        FileNode node = files(x).node(x.path());
        boolean scripted = x.plan().has(Fault.Listing.class);
        if (!scripted && (node == null || !node.isDirectory())) {
            refuse(x, node == null ? "550 No such directory." : "501 Not a directory.");
        } else {
            sendLines(x, scripted ? Stream.empty() : ListingFormat.of(x).factLines(files(x), x.path(), node));
        }
    }

    private static Stream<String> names(Exchange x, String path, FileNode node) {
        return node.isDirectory() ? files(x).names(path).stream() : Stream.of(x.argument());
    }

    private static void sendLines(Exchange x, Stream<String> own) throws IOException, InterruptedException {
        Iterator<String> lines = x.plan()
                .find(Fault.Listing.class)
                .map(listing -> listing.lines().iterator())
                .orElseGet(own::iterator);
        InputStream source = new LineStream(lines, x.session().spec().charset);
        send(x, "150 Here comes the directory listing.", 0, source);
    }

    // ---- both ways

    private static void send(Exchange x, String preliminary, long base, InputStream source)
            throws IOException, InterruptedException {
        DataPort port = portOrRefusal(x);
        if (port != null) {
            x.session().begin(Transfer.send(x, port, preliminary, base, source));
        }
    }

    private static void receive(Exchange x, String preliminary, long base, Supplier<OutputStream> sink)
            throws IOException, InterruptedException {
        DataPort port = portOrRefusal(x);
        if (port != null) {
            x.session().begin(Transfer.receive(x, port, preliminary, base, sink));
        }
    }

    private static @Nullable DataPort portOrRefusal(Exchange x) throws IOException, InterruptedException {
        if (x.session().spec().tlsRequired && !x.session().dataProtected) {
            refuse(x, "522 Data connections must be encrypted.");
            return null;
        }
        DataPort port = x.session().takeDataPort();
        if (port == null) {
            x.reply("425 Use EPSV or PASV first.");
        }
        return port;
    }

    private static void refuse(Exchange x, String reply) throws IOException, InterruptedException {
        x.session().refuseData();
        x.reply(reply);
    }

    private static String mode(Exchange x) {
        return x.session().ascii ? "ASCII" : "BINARY";
    }

    private static FileTree files(Exchange x) {
        return x.session().server().files();
    }
}
