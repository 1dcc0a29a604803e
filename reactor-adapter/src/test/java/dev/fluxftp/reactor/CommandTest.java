package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.Fault.When;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Commands that move no data, and faults F11 to F29. */
class CommandTest extends ScriptedServerTest {

    private static final Instant WHEN = Instant.parse("2024-02-29T12:34:56Z");
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhatIsThere(boolean machine) {
        ScriptedFtpServer server = serve(s -> {
            s.file("/d/f", "12345", WHEN);
            if (!machine) {
                s.without("MLST", "MLSD");
            }
        });
        FtpClient client = client(server);
        FtpEntry file = await(client.stat("/d/f"));
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.modified()).isEqualTo(WHEN);
        assertThat(file.type()).isEqualTo(FtpEntry.Type.FILE);
        assertThat(await(client.stat("/d")).type()).isEqualTo(FtpEntry.Type.DIRECTORY);
        StepVerifier.create(client.stat("/nothing")).verifyComplete();
        assertThat(await(client.exists("/d"))).isTrue();
        assertThat(await(client.exists("/nothing"))).isFalse();
        assertThat(await(client.size("/d/f"))).isEqualTo(5);
        assertThat(await(client.modified("/d/f"))).isEqualTo(WHEN);
        var unused = failure(NegativeReplyException.class, client.size("/nothing"));
    }

    @Test
    void changesWhatIsThere() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);
        awaitEnd(client.makeDirectory("/x"));
        awaitEnd(client.makeDirectories("/x/y/z"));
        awaitEnd(client.makeDirectories("/x/y/z"));
        assertThat(server.files().isDirectory("/x/y/z")).isTrue();
        awaitEnd(client.rename("/a", "/x/b"));
        assertThat(server.files().get("/x/b")).isEqualTo(BYTES);
        awaitEnd(client.delete("/x/b"));
        assertThat(server.files().exists("/x/b")).isFalse();
        awaitEnd(client.removeDirectory("/x/y/z"));
        assertThat(server.files().exists("/x/y/z")).isFalse();
        NegativeReplyException e = failure(NegativeReplyException.class, client.delete("/nothing"));
        assertThat(e.command().orElseThrow().toString()).isEqualTo("DELE /nothing");
        assertThat(e.reply().orElseThrow().code()).isEqualTo(550);
        assertThat(e.isTransient()).isFalse();
        server.files().put("/file", "");
        var unused = failure(NegativeReplyException.class, client.makeDirectories("/file/b"));
        unused = failure(NegativeReplyException.class, client.rename("/nothing", "/b"));
        assertThat(server.sessions().total())
                .as("a no leaves the session usable")
                .isEqualTo(1);
    }

    static Stream<Function<FtpOperations, Publisher<?>>> allWithAPath() {
        String bad = "/a\r\nDELE /a";
        return Stream.of(
                f -> f.list(bad),
                f -> f.stat(bad),
                f -> f.exists(bad),
                f -> f.size(bad),
                f -> f.modified(bad),
                f -> f.delete("/a\n"),
                f -> f.delete("/a\u0000"),
                f -> f.rename("/a", bad),
                f -> f.rename(bad, "/b"),
                f -> f.makeDirectory(bad),
                f -> f.makeDirectories(bad),
                f -> f.removeDirectory(bad),
                f -> f.download(bad),
                f -> f.upload(bad, Flux.empty()));
    }

    @ParameterizedTest
    @MethodSource("allWithAPath")
    void refusesControlCharactersInPaths(Function<FtpOperations, Publisher<?>> verb) {
        ScriptedFtpServer server = serve();
        var unused = failure(IllegalArgumentException.class, verb.apply(client(server)));
        assertThat(server.commands().all()).as("nothing at all is said").isEmpty();
        FtpConnection held = connect(client(server));
        server.commands().clear();
        unused = failure(IllegalArgumentException.class, verb.apply(held));
        assertThat(server.commands().all()).isEmpty();
        assertThat(await(held.size("/a")))
                .as("the session is as good as before")
                .isEqualTo(SIZE);
    }

    @Test
    void saysAnyOtherCommand() {
        FtpConnection held = connect(client(serve()));
        assertThat(await(held.command("SYST")).code()).isEqualTo(215);
        assertThat(await(held.command("noop")).code()).isEqualTo(200);
        var unused = failure(NegativeReplyException.class, held.command("NONSENSE", "a"));
        for (String word : List.of("RETR", "rest", "QUIT", "PASS", "PORT", "ABOR", "TYPE I\r\nDELE", "NO OP", "")) {
            unused = null;
            assertThat(failure(IllegalArgumentException.class, held.command(word, "x")))
                    .isNotNull();
        }
        assertThat(failure(IllegalArgumentException.class, held.command("SITE", "x\r\nDELE /a")))
                .isNotNull();
        awaitEnd(held.changeWorkingDirectory("/"));
        assertThat(await(held.workingDirectory())).isEqualTo("/");
    }

    @Test
    void isCold() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);
        Mono<Long> size = client.size("/a");
        Flux<?> list = client.list("/");
        assertThat(server.sessions().total()).isZero();
        assertThat(await(size)).isEqualTo(SIZE);
        assertThat(await(size)).isEqualTo(SIZE);
        assertThat(server.commands().count("SIZE")).isEqualTo(2);
        awaitEnd(list);
        awaitEnd(list);
        assertThat(server.commands().count("MLSD")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void readsRepliesHoweverTheyCome(String lineEnd) {
        ScriptedFtpServer server = serve();
        server.on("*").with(new Fault.SplitReplies());
        server.on("SIZE")
                .nth(1)
                .raw(("213-wait" + lineEnd + "226 not yet" + lineEnd + "\u00e4\u20ac" + lineEnd + "213 77" + lineEnd)
                        .getBytes(StandardCharsets.UTF_8));
        FtpClient client = client(server);
        assertThat(await(client.size("/a"))).isEqualTo(77);
        assertThat(bytes(client.download("/a"))).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"213 7\r\n226 And more\r\n", "213 7\r\n213 7\r\n"})
    void doesNotTrustASessionThatSaysMoreThanItWasAsked(String replies) {
        ScriptedFtpServer server = serve();
        server.on("SIZE").once().raw(replies.getBytes(StandardCharsets.UTF_8));
        FtpClient client = client(server);
        assertThat(await(client.size("/a"))).isEqualTo(7);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        assertThat(server.sessions().total()).isEqualTo(2);
    }

    static Stream<byte[]> nonsense() {
        return Stream.of("", "22\r\n", "2x0 ok\r\n", "099 ok\r\n", "633 ok\r\n", "213 \u0000\r\n", "22O ok\r\n")
                .map(s -> s.isEmpty() ? "\u0015\u0003\r\n" : s)
                .map(s -> s.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void givesUpASessionThatTalksNonsense(byte[] words) {
        ScriptedFtpServer server = serve();
        server.on("SIZE").once().raw(words);
        FtpClient client = client(server);
        ProtocolViolationException e = failure(ProtocolViolationException.class, client.size("/a"));
        assertThat(e.phase()).isEqualTo(Phase.REPLY);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        assertThat(server.sessions().total()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"213-more\r\n", "x", "150 Wait.\r\n"})
    void boundsARepliesThatNeverEnd(String piece) {
        ScriptedFtpServer server = serve();
        server.on("SIZE").once().with(new Fault.EndlessReply(piece.repeat(500).getBytes(StandardCharsets.UTF_8)));
        FtpClient client = client(server);
        assertThat(failure(ProtocolViolationException.class, client.size("/a")).phase())
                .isEqualTo(Phase.REPLY);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
    }

    @Test
    void losesTheSessionBetweenCommandAndReply() {
        ScriptedFtpServer server = serve();
        server.on("DELE").nth(1).with(new Fault.DropControl(When.BEFORE_REPLY));
        server.on("DELE").nth(2).with(new Fault.ResetControl(When.INSIDE_REPLY));
        server.on("DELE").nth(3).with(new Fault.StallControl());
        server.on("DELE").nth(4).reply("421 Bye.");
        FtpClient client = client(server, deadlines(d -> d.reply(SHORT)));
        assertThat(failure(ConnectionLostException.class, client.delete("/a")))
                .hasMessageContaining("DELE /a")
                .matches(e -> e.isTransient());
        assertThat(server.commands().count("DELE"))
                .as("said once, for who knows what it did")
                .isEqualTo(1);
        assertThat(failure(ConnectionLostException.class, client.delete("/x"))).hasMessageContaining("DELE /x");
        DeadlineExceededException late = failure(DeadlineExceededException.class, client.delete("/x"));
        assertThat(late.phase()).isEqualTo(Phase.REPLY);
        assertThat(late).hasMessageContaining("DELE /x").hasMessageContaining("300 ms");
        assertThat(failure(NegativeReplyException.class, client.delete("/x")).isTransient())
                .isTrue();
        assertThat(server.sessions().total()).isEqualTo(4);
    }

    @Test
    void aReplyThatComesTooLateIsNobodysAnswer() {
        ScriptedFtpServer server = serve();
        CountDownLatch late = new CountDownLatch(1);
        server.on("SIZE").once().hold(late).reply("213 5");
        FtpClient client = client(server, deadlines(d -> d.reply(SHORT)));
        var unused = failure(DeadlineExceededException.class, client.size("/a"));
        late.countDown();
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
    }

    @Test
    void saysCommandsInOrderOnAHeldConnection() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("SIZE").once().with(new Fault.HoldReply(until));
        FtpConnection held = connect(client(server));
        Flux<Object> three = Flux.mergeSequential(
                held.size("/a"), held.command("NOOP").map(reply -> (Object) reply.code()), held.exists("/a"));
        List<Object> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
        Disposable work = three.subscribe(answers::add);
        server.awaitCommand("SIZE", SOON);
        assertThat(server.commands().verbs()).doesNotContain("NOOP", "MLST");
        until.countDown();
        server.awaitCommand("MLST", SOON);
        awaitEnd(held.command("NOOP"));
        assertThat(work.isDisposed()).isTrue();
        assertThat(answers).containsExactly((long) SIZE, 200, true);
        assertThat(server.commands().verbs()).endsWith("SIZE", "NOOP", "MLST", "NOOP");
    }

    @Test
    void doesNotWaitForItsTurnForEver() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("SIZE").once().with(new Fault.HoldReply(until));
        FtpConnection held = connect(client(server, deadlines(d -> d.acquire(SHORT))));
        Mono<Long> first = held.size("/a").cache();
        Disposable running = first.subscribe();
        DeadlineExceededException e = failure(DeadlineExceededException.class, held.exists("/a"));
        assertThat(e.phase()).isEqualTo(Phase.ACQUIRE);
        Disposable waiting = held.modified("/a").subscribe();
        waiting.dispose();
        until.countDown();
        assertThat(await(first)).isEqualTo(SIZE);
        assertThat(await(held.exists("/a"))).isTrue();
        assertThat(server.commands().verbs()).doesNotContain("MDTM");
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void failsAllThatWaitsWhereTheSessionEnds() {
        ScriptedFtpServer server = serve();
        server.on("SIZE").once().with(new Fault.DropControl(When.BEFORE_REPLY));
        FtpConnection held = connect(client(server));
        Flux<Object> all = Flux.mergeDelayError(4, held.size("/a"), held.exists("/a"), held.command("NOOP"));
        var unused = failure(RuntimeException.class, all);
        assertThat(failure(ConnectionLostException.class, held.exists("/a"))).hasMessageContaining("closed");
    }

    @Test
    void quitDoesNotWaitLongerThanItsDeadline() {
        ScriptedFtpServer server = serve();
        server.on("QUIT").with(new Fault.StallControl());
        FtpClient client = client(server, deadlines(d -> d.close(SHORT)));
        assertThat(await(client.exists("/a"))).isTrue();
        awaitEnd(client.disposeLater());
        assertThat(server.commands().verbs()).endsWith("QUIT");
    }
}
