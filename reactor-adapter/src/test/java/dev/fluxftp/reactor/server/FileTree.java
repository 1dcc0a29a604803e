package dev.fluxftp.reactor.server;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a {@link ScriptedFtpServer}. Paths are absolute; missing parents are made. Safe in any thread. */
public final class FileTree {
    private final Clock clock;
    private final FileNode root;

    FileTree(Clock clock) {
        this.clock = clock;
        this.root = FileNode.directory(clock.instant());
    }

    /** A new file, with a new {@code unique} fact, also where one of that name was. */
    public FileTree put(String path, byte[] content) {
        return link(path, FileNode.file(content, clock.instant()));
    }

    public FileTree put(String path, String content) {
        return put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public FileTree put(String path, Content content) {
        return link(path, FileNode.file(content, clock.instant()));
    }

    /** Adds to a file, which keeps its {@code unique} fact. */
    public FileTree append(String path, byte[] content) {
        FileNode file = file(path);
        file.write(file.size(), content, 0, content.length, clock.instant());
        return this;
    }

    public FileTree directory(String path) {
        synchronized (root) {
            if (node(path) == null) {
                link(path, FileNode.directory(clock.instant()));
            }
        }
        return this;
    }

    public byte[] get(String path) {
        return file(path).content();
    }

    public String text(String path) {
        return new String(get(path), StandardCharsets.UTF_8);
    }

    public boolean exists(String path) {
        return node(path) != null;
    }

    public boolean isDirectory(String path) {
        FileNode node = node(path);
        return node != null && node.isDirectory();
    }

    public long size(String path) {
        return require(path).size();
    }

    public Instant modified(String path) {
        return require(path).modified();
    }

    public FileTree touch(String path, Instant time) {
        require(path).touch(time);
        return this;
    }

    public int mode(String path) {
        return require(path).mode();
    }

    /** The mode as {@code rwxr-xr-x}. */
    public String permissions(String path) {
        int mode = mode(path);
        StringBuilder text = new StringBuilder("rwxrwxrwx");
        for (int i = 0; i < text.length(); i++) {
            if ((mode >> (text.length() - 1 - i) & 1) == 0) {
                text.setCharAt(i, '-');
            }
        }
        return text.toString();
    }

    /** Removes a file, or a directory with all in it; nothing when there is none. */
    public FileTree remove(String path) {
        unlink(path);
        return this;
    }

    public List<String> names(String directory) {
        synchronized (root) {
            return List.copyOf(entries(require(directory)).keySet());
        }
    }

    @Nullable
    FileNode node(String path) {
        synchronized (root) {
            FileNode node = root;
            for (String name : split(path)) {
                node = node == null || node.entries == null ? null : node.entries.get(name);
            }
            return node;
        }
    }

    /** A copy, in the order of names. */
    Map<String, FileNode> list(FileNode directory) {
        synchronized (root) {
            return new TreeMap<>(entries(directory));
        }
    }

    FileTree link(String path, FileNode node) {
        Deque<String> names = split(path);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the root is there");
        }
        String last = names.removeLast();
        synchronized (root) {
            FileNode parent = root;
            for (String name : names) {
                parent = entries(parent).computeIfAbsent(name, n -> FileNode.directory(clock.instant()));
            }
            entries(parent).put(last, node);
            parent.touch(clock.instant());
        }
        return this;
    }

    @Nullable
    FileNode unlink(String path) {
        synchronized (root) {
            FileNode parent = node(parent(path));
            return parent == null || parent.entries == null || split(path).isEmpty()
                    ? null
                    : parent.entries.remove(split(path).getLast());
        }
    }

    /** What replaces the target does so in one step, as rename(2) does. */
    boolean rename(String from, String to) {
        synchronized (root) {
            FileNode node = node(from);
            if (node == null || node == root || !isDirectory(parent(to))) {
                return false;
            }
            unlink(from);
            link(to, node);
            return true;
        }
    }

    /** The absolute path without dots, as seen from a working directory. */
    static String resolve(String directory, String path) {
        return "/" + String.join("/", split(path.startsWith("/") ? path : directory + "/" + path));
    }

    static String parent(String path) {
        return resolve(path, "..");
    }

    static String name(String path) {
        return split(path).isEmpty() ? "/" : split(path).getLast();
    }

    private static Deque<String> split(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return names;
    }

    private static TreeMap<String, FileNode> entries(FileNode directory) {
        if (directory.entries == null) {
            throw new IllegalArgumentException("not a directory");
        }
        return directory.entries;
    }

    private FileNode require(String path) {
        FileNode node = node(path);
        if (node == null) {
            throw new NoSuchElementException(path);
        }
        return node;
    }

    private FileNode file(String path) {
        FileNode node = require(path);
        if (node.isDirectory()) {
            throw new IllegalArgumentException(path + " is a directory");
        }
        return node;
    }
}
