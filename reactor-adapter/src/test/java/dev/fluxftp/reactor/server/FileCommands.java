package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Commands on files and directories that need no data connection. */
final class FileCommands {
    private static final String ABSENT = "550 No such file or directory.";

    private FileCommands() {}

    static void addTo(Map<String, Commands.Handler> handlers) {
        handlers.put("PWD", x -> x.reply("257 " + quote(x.session().directory) + " is the current directory"));
        handlers.put("XPWD", handlers.get("PWD"));
        handlers.put("CWD", x -> changeDirectory(x, x.path()));
        handlers.put("CDUP", x -> changeDirectory(x, FileTree.parent(x.session().directory)));
        handlers.put("MKD", FileCommands::makeDirectory);
        handlers.put("RMD", FileCommands::removeDirectory);
        handlers.put("DELE", FileCommands::delete);
        handlers.put("RNFR", FileCommands::renameFrom);
        handlers.put("RNTO", FileCommands::renameTo);
        handlers.put("SIZE", FileCommands::size);
        handlers.put("MDTM", x -> onFile(x, node -> "213 " + format(x).time(node)));
        handlers.put("MFMT", FileCommands::modify);
        handlers.put("MLST", FileCommands::facts);
        handlers.put("STAT", FileCommands::status);
        handlers.put("SITE", FileCommands::site);
    }

    private static void changeDirectory(Exchange x, String path) throws IOException, InterruptedException {
        if (files(x).isDirectory(path)) {
            x.session().directory = path;
            x.reply("250 Directory successfully changed.");
        } else {
            x.reply("550 Failed to change directory.");
        }
    }

    private static void makeDirectory(Exchange x) throws IOException, InterruptedException {
        String path = x.path();
        if (files(x).exists(path)) {
            x.reply("550 " + x.argument() + ": File exists");
        } else if (!files(x).isDirectory(FileTree.parent(path))) {
            x.reply(ABSENT);
        } else {
            files(x).directory(path);
            x.reply("257 " + quote(path) + " created");
        }
    }

    private static void removeDirectory(Exchange x) throws IOException, InterruptedException {
        String path = x.path();
        if (!files(x).isDirectory(path)) {
            x.reply(ABSENT);
        } else if (path.equals("/") || !files(x).names(path).isEmpty()) {
            x.reply("550 Directory not empty.");
        } else {
            files(x).remove(path);
            x.reply("250 Remove directory operation successful.");
        }
    }

    private static void delete(Exchange x) throws IOException, InterruptedException {
        onFile(x, node -> {
            files(x).remove(x.path());
            return "250 Delete operation successful.";
        });
    }

    private static void renameFrom(Exchange x) throws IOException, InterruptedException {
        boolean there = files(x).exists(x.path());
        x.session().renameFrom = there ? x.path() : null;
        x.reply(there ? "350 Ready for RNTO." : ABSENT);
    }

    private static void renameTo(Exchange x) throws IOException, InterruptedException {
        String from = x.session().renameFrom;
        x.session().renameFrom = null;
        if (from == null) {
            x.reply("503 RNFR required first.");
        } else {
            x.reply(files(x).rename(from, x.path()) ? "250 Rename successful." : "553 Rename failed.");
        }
    }

    private static void size(Exchange x) throws IOException, InterruptedException {
        if (x.session().ascii) {
            x.reply("550 SIZE not allowed in ASCII mode.");
        } else {
            onFile(x, node -> "213 " + x.sizeToTell(node.size()));
        }
    }

    private static void modify(Exchange x) throws IOException, InterruptedException {
        String[] words = x.argument().split(" ", 2);
        FileNode node = words.length < 2 ? null : files(x).node(x.session().resolve(words[1]));
        if (node == null) {
            x.reply(words.length < 2 ? "501 MFMT needs a time and a name." : ABSENT);
            return;
        }
        try {
            node.touch(ListingFormat.parseTime(words[0]));
            x.reply("213 Modify=" + format(x).time(node) + "; " + words[1]);
        } catch (DateTimeException e) {
            x.reply("501 Not a time.");
        }
    }

    private static void facts(Exchange x) throws IOException, InterruptedException {
        FileNode node = files(x).node(x.path());
        if (node == null) {
            x.reply(ABSENT);
        } else {
            x.reply("250-Listing " + x.argument(), " " + format(x).facts(node, "", x.path()), "250 End");
        }
    }

    private static void status(Exchange x) throws IOException, InterruptedException {
        if (x.argument().isEmpty()) {
            x.reply("211-Status:", "     Logged in as " + x.session().user, "211 End of status");
            return;
        }
        FileNode node = files(x).node(x.path());
        if (node == null) {
            x.reply(ABSENT);
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("213-Status follows:");
        format(x).unixLines(files(x), x.path(), node).forEach(lines::add);
        lines.add("213 End of status");
        x.reply(lines.toArray(String[]::new));
    }

    private static void site(Exchange x) throws IOException, InterruptedException {
        String[] words = x.argument().split(" ", 3);
        FileNode node = words.length < 3 ? null : files(x).node(x.session().resolve(words[2]));
        if (!words[0].equalsIgnoreCase("CHMOD")) {
            x.reply("500 Unknown SITE command.");
        } else if (node == null || !words[1].matches("[0-7]{3,4}")) {
            x.reply("550 SITE CHMOD command failed.");
        } else {
            node.chmod(Integer.parseInt(words[1], 8));
            x.reply("200 SITE CHMOD command ok.");
        }
    }

    static void onFile(Exchange x, Function<FileNode, String> reply) throws IOException, InterruptedException {
        FileNode node = files(x).node(x.path());
        x.reply(node == null || node.isDirectory() ? "550 " + x.argument() + ": not a plain file." : reply.apply(node));
    }

    /** RFC 959, appendix II: a quote in a name is doubled. */
    private static String quote(String path) {
        return '"' + path.replace("\"", "\"\"") + '"';
    }

    private static ListingFormat format(Exchange x) {
        return ListingFormat.of(x);
    }

    private static FileTree files(Exchange x) {
        return x.session().server().files();
    }
}
