package dev.fluxftp.samples.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A server that says what the test wants. Without that it lets everybody in and has one file, which is empty. */
final class FakeServer implements AutoCloseable {

    /** Instead of a reply: nothing, ever. */
    static final String SILENCE = "silence";
    /** Instead of a reply: the end of the connection. */
    static final String HANG_UP = "hang up";

    private final ServerSocket control = listen();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Map<String, String> replies = new ConcurrentHashMap<>(Map.of(
            "greeting",
            "220 ready",
            "USER",
            "331 password?",
            "PASS",
            "230 welcome",
            "FEAT",
            "211 none",
            "TYPE",
            "200 ok",
            "SIZE",
            "213 0",
            "MDTM",
            "213 20260102030405",
            "CWD",
            "250 ok",
            "PWD",
            "257 \"/\"",
            "QUIT",
            "221 bye"));
    private final CountDownLatch stalled = new CountDownLatch(1);
    private volatile byte[] content = {};
    private volatile boolean stalls;
    private volatile ServerSocket data = control;

    FakeServer() {
        new Thread(this::accept, "fake-ftp").start();
    }

    FakeServer answer(String word, String reply) {
        replies.put(word, reply);
        return this;
    }

    /** What RETR and the listings send before their final reply, which is 226 unless {@code answer("end", ..)} says otherwise. */
    FakeServer send(byte... bytes) {
        content = bytes;
        return answer("SIZE", "213 " + bytes.length);
    }

    /** After the data nothing more happens; the data connection stays open. */
    FakeServer stallAfterData() {
        stalls = true;
        return this;
    }

    void awaitStall() throws InterruptedException {
        stalled.await();
    }

    Queue<String> heard() {
        return heard;
    }

    String url(String path) {
        return "ftp://alice:s3cret@127.0.0.1:" + control.getLocalPort() + "/" + path;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = control.accept();
                open.add(client);
                new Thread(() -> serve(client), "fake-ftp-session").start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            boolean on = say(client, replies.get("greeting"));
            for (String line = on ? lines.readLine() : null; line != null; line = on ? lines.readLine() : null) {
                heard.add(line);
                on = respond(client, line.split(" ", 2)[0]);
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private boolean respond(Socket client, String word) throws IOException {
        String reply = replies.get(word);
        if (reply != null) {
            return say(client, reply);
        }
        switch (word) {
            case "EPSV" -> {
                data = listen();
                return say(client, "229 here (|||" + data.getLocalPort() + "|)");
            }
            case "RETR", "MLSD", "LIST" -> {
                return transfer(client, content);
            }
            case "STOR", "APPE" -> {
                return receive(client);
            }
            default -> {
                return say(client, "502 what?");
            }
        }
    }

    private boolean transfer(Socket client, byte[] bytes) throws IOException {
        boolean unused = say(client, "150 here it comes");
        try (ServerSocket door = data;
                Socket connection = door.accept()) {
            connection.getOutputStream().write(bytes);
            if (stalls) {
                stalled.countDown();
                int ignored = connection.getInputStream().read(); // until the client has had enough
            }
        }
        return say(client, replies.getOrDefault("end", "226 done"));
    }

    private boolean receive(Socket client) throws IOException {
        boolean unused = say(client, "150 go on");
        try (ServerSocket door = data;
                Socket connection = door.accept()) {
            long count = connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            replies.put("SIZE", "213 " + count);
        }
        return say(client, replies.getOrDefault("end", "226 done"));
    }

    private static boolean say(Socket client, String reply) throws IOException {
        if (reply.equals(HANG_UP)) {
            return false;
        }
        if (!reply.equals(SILENCE)) {
            client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return true;
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        data.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
