package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.ConnectionLostException;
import dev.fluxftp.protocol.DeadlineExceededException;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.LoginRefusedException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.Fault.When;
import dev.fluxftp.reactor.server.Rule;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.session.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sessions of a client: how many there are, who gets one, and what becomes of those that the server has ended. */
class PoolTest extends ScriptedServerTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    // ---- how many

    @Test
    void callsOverlapAsFarAsItIsAllowed() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        Rule held = server.on("SIZE").with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(3));
        Mono<List<Long>> all = Flux.range(0, 10)
                .flatMap(i -> client.size("/a"), 10)
                .collectList()
                .cache();
        Disposable running = all.subscribe();
        held.awaitSeen(3, SOON);
        until.countDown();
        assertThat(await(all)).hasSize(10).containsOnly((long) SIZE);
        assertThat(server.sessions().mostOpen()).isEqualTo(3);
        assertThat(server.sessions().total()).isEqualTo(3);
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void manyCallsShareAFewSessions() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(4));
        List<Boolean> all = awaitAll(Flux.range(0, 200).flatMap(i -> client.exists("/a"), 200));
        assertThat(all).hasSize(200).containsOnly(true);
        assertThat(server.commands().count("PASS")).isBetween(1, 4);
        assertThat(server.commands().count("MLST")).isEqualTo(200);
    }

    // ---- waiting

    @Test
    void doesNotWaitForEverForASession() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("SIZE").once().with(new Fault.HoldReply(until));
        FtpClient client = client(server, c -> sessions(1).apply(c).deadlines(d -> d.acquire(SHORT)));
        Mono<Long> first = client.size("/a").cache();
        Disposable running = first.subscribe();
        server.awaitCommand("SIZE", SOON);
        DeadlineExceededException e = failure(DeadlineExceededException.class, client.exists("/a"));
        assertThat(e.phase()).isEqualTo(Phase.ACQUIRE);
        assertThat(e.isTransient()).isTrue();
        assertThat(e).hasMessageContaining("a free session of the pool").hasMessageContaining("300 ms");
        until.countDown();
        assertThat(await(first)).isEqualTo(SIZE);
        assertThat(await(client.exists("/a"))).as("who comes later is served").isTrue();
        assertThat(server.commands().count("MLST"))
                .as("who gave up is not asked for")
                .isEqualTo(1);
        assertThat(server.sessions().total()).isEqualTo(1);
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsTakesNothing() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("SIZE").once().with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(1));
        Mono<Long> first = client.size("/a").cache();
        Disposable running = first.subscribe();
        server.awaitCommand("SIZE", SOON);
        Disposable waiting = client.modified("/a").subscribe();
        Mono<Boolean> next = client.exists("/a").cache();
        Disposable behind = next.subscribe();
        waiting.dispose();
        until.countDown();
        assertThat(await(first)).isEqualTo(SIZE);
        assertThat(await(next)).isTrue();
        assertThat(server.commands().verbs()).doesNotContain("MDTM");
        assertThat(server.sessions().total()).isEqualTo(1);
        assertThat(running.isDisposed() && behind.isDisposed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "PASS", "TYPE"})
    void aCallThatIsCancelledInTheLoginTakesNothing(String step) {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        Rule held = (step.equals("GREETING") ? server.onGreeting() : server.on(step)).once();
        held.with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(1));
        Disposable first = client.modified("/a").subscribe();
        held.awaitSeen(1, SOON);
        first.dispose();
        Mono<Boolean> next = client.exists("/a").cache();
        Disposable waiting = next.subscribe();
        until.countDown();
        assertThat(await(next)).isTrue();
        assertThat(server.commands().verbs()).doesNotContain("MDTM");
        assertThat(waiting.isDisposed()).isTrue();
    }

    // ---- logins that fail

    @Test
    void aLoginThatFailsTakesNoPlace() {
        ScriptedFtpServer server = serve();
        server.on("PASS").nth(1).reply("530 No.");
        server.on("PASS").nth(2).with(new Fault.DropControl(When.BEFORE_REPLY));
        server.onGreeting().nth(3).reply("421 Too many.");
        server.on("FEAT").once().with(new Fault.StallControl()); // in the fourth session: the others do not come so far
        FtpClient client = client(server, c -> sessions(1).apply(c).deadlines(d -> d.reply(SHORT)));
        var refused = failure(LoginRefusedException.class, client.size("/a"));
        var lost = failure(ConnectionLostException.class, client.size("/a"));
        var full = failure(NegativeReplyException.class, client.size("/a"));
        var late = failure(DeadlineExceededException.class, client.size("/a"));
        assertThat(List.of(refused.phase(), lost.phase(), full.phase(), late.phase()))
                .containsExactly(Phase.LOGIN, Phase.LOGIN, Phase.GREETING, Phase.LOGIN);
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
    }

    @Test
    void aLoginThatFailsIsNotTheNextOnesFailure() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        Rule pass = server.on("PASS").once().hold(until).reply("530 No.");
        FtpClient client = client(server, sessions(1));
        Mono<Long> first = client.size("/a").cache();
        Disposable running = first.onErrorComplete().subscribe();
        pass.awaitSeen(1, SOON);
        Mono<Boolean> second = client.exists("/a").cache();
        Disposable waiting = second.subscribe();
        until.countDown();
        var unused = failure(LoginRefusedException.class, first);
        assertThat(await(second)).isTrue();
        assertThat(running.isDisposed() && waiting.isDisposed()).isTrue();
    }

    @Test
    void secretsThatNeverComeTakeNoPlace() {
        ScriptedFtpServer server = serve();
        AtomicInteger asked = new AtomicInteger();
        Mono<Credentials> vault = Mono.defer(
                () -> asked.incrementAndGet() == 1 ? Mono.never() : Mono.just(Credentials.of("tester", "secret")));
        FtpClient client =
                client(server, c -> sessions(1).apply(c).credentials(vault).deadlines(d -> d.reply(SHORT)));
        DeadlineExceededException e = failure(DeadlineExceededException.class, client.exists("/a"));
        assertThat(e.phase()).isEqualTo(Phase.LOGIN);
        assertThat(await(client.exists("/a"))).isTrue();
    }

    // ---- a session for several commands

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWorkingDirectoryIsNobodyElses(boolean cancelled) {
        ScriptedFtpServer server = serve(s -> s.file("/d/b", "b"));
        FtpClient client = client(server, sessions(1));
        Flux<String> inside = client.use(ftp -> ftp.changeWorkingDirectory("/d")
                .thenMany(ftp.list("").map(entry -> entry.name()))
                .concatWith(ftp.workingDirectory()));
        if (cancelled) {
            assertThat(awaitAll(inside.take(1))).containsExactly("b");
        } else {
            assertThat(awaitAll(inside)).containsExactly("b", "/d");
        }
        assertThat(await(client.use(FtpConnection::workingDirectory).next())).isEqualTo("/");
        assertThat(await(client.exists("a"))).isTrue();
    }

    @Test
    void aWorkingDirectoryThatWasRefusedChangesNothingEither() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        var unused = failure(NegativeReplyException.class, client.use(ftp -> ftp.changeWorkingDirectory("/missing")));
        assertThat(await(client.use(FtpConnection::workingDirectory).next())).isEqualTo("/");
    }

    // ---- sessions that the server has ended

    @ParameterizedTest
    @CsvSource({"421 Timeout.,false", "421 Timeout.,true", "200 Did you say something?,false", "200 Hello?,true"})
    void anIdleSessionThatEndedIsNotGivenOut(String lastWords, boolean held) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(2));
        fill(server, client, 2);
        server.say(lastWords);
        server.sessions().awaitNoneOpen(SOON);
        // a command that must not be said twice
        awaitEnd(held ? client.use(ftp -> ftp.delete("/a")) : client.delete("/a"));
        assertThat(server.commands().count("DELE")).isEqualTo(1);
        assertThat(server.sessions().total()).isEqualTo(3);
    }

    /** Without a word: the client may not have seen it when it says the next command. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIdleSessionThatJustEndsIsReplaced(boolean reset) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(2));
        fill(server, client, 2);
        if (reset) {
            server.resetSessions();
        } else {
            server.dropSessions();
        }
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        assertThat(server.sessions().total()).isEqualTo(3);
    }

    static List<Arguments> questions() {
        return List.of(
                question("SIZE", ftp -> ftp.size("/a")),
                question("MDTM", ftp -> ftp.modified("/a")),
                question("MLST", ftp -> ftp.stat("/a")),
                question("EPSV", ftp -> ftp.list("/")),
                question("MLST", ftp -> ftp.download("/a")),
                question("EPSV", ftp -> ftp.upload("/b", content(BYTES, 1000))),
                question("RNFR", ftp -> ftp.rename("/a", "/c")));
    }

    private static Arguments question(String verb, Function<FtpOperations, Publisher<?>> call) {
        return Arguments.of(verb, call);
    }

    /** The end is on its way while the command goes the other: on the wire it looks as if the command were the reason. */
    @ParameterizedTest
    @MethodSource("questions")
    void asksAgainWhereAnIdleSessionEndsInThatMoment(String verb, Function<FtpOperations, Publisher<?>> call) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(3));
        fill(server, client, 3);
        server.on(verb).nth(1).with(new Fault.DropControl(When.BEFORE_COMMAND));
        server.on(verb).nth(2).with(new Fault.ResetControl(When.BEFORE_COMMAND));
        server.on(verb).nth(3).with(new Fault.DropControl(When.AFTER_REPLY)).reply("421 Timeout.");
        int before = server.commands().count(verb);
        awaitEnd(call.apply(client));
        assertThat(server.commands().count(verb) - before).isEqualTo(4);
        assertThat(server.sessions().total()).as("three were lost").isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELE", "MKD", "RMD"})
    void saysOnceWhatMayHaveBeenDone(String verb) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        fill(server, client, 1);
        server.on(verb).once().with(new Fault.DropControl(When.BEFORE_REPLY));
        ConnectionLostException e = failure(
                ConnectionLostException.class,
                switch (verb) {
                    case "DELE" -> client.delete("/a");
                    case "MKD" -> client.makeDirectory("/d");
                    default -> client.removeDirectory("/d");
                });
        assertThat(e).hasMessageContaining(verb);
        assertThat(server.commands().count(verb)).isEqualTo(1);
    }

    @Test
    void doesNothingTwiceAfterAnAnswer() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        fill(server, client, 1);
        server.on("RNTO").once().with(new Fault.DropControl(When.BEFORE_COMMAND));
        assertThat(failure(ConnectionLostException.class, client.rename("/a", "/c")))
                .hasMessageContaining("RNTO /c");
        fill(server, client, 1);
        server.on("SIZE").once().with(new Fault.DropControl(When.BEFORE_COMMAND));
        var unused = failure(FtpException.class, client.upload("/b", content(BYTES, 1000)));
        assertThat(server.commands().count("RNFR")).isEqualTo(1);
        assertThat(server.commands().count("STOR")).isEqualTo(1);
    }

    @Test
    void aNewSessionThatEndsIsAnError() {
        ScriptedFtpServer server = serve();
        server.on("SIZE").with(new Fault.DropControl(When.BEFORE_COMMAND));
        assertThat(failure(ConnectionLostException.class, client(server).size("/a")))
                .hasMessageContaining("SIZE /a");
        assertThat(server.commands().count("SIZE")).isEqualTo(1);
    }

    @Test
    void theCallersWorkIsNeverBegunTwice() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, sessions(1));
        fill(server, client, 1);
        server.on("SIZE").once().with(new Fault.DropControl(When.BEFORE_COMMAND));
        AtomicInteger begun = new AtomicInteger();
        var unused = failure(ConnectionLostException.class, client.use(ftp -> {
            begun.incrementAndGet();
            return ftp.size("/a");
        }));
        assertThat(begun).hasValue(1);
    }

    /** So many sessions that have been used and are idle now. */
    private static void fill(ScriptedFtpServer server, FtpClient client, int count) {
        CountDownLatch until = new CountDownLatch(1);
        Rule held = server.on("PWD").with(new Fault.HoldReply(until));
        Mono<Long> all = Flux.range(0, count)
                .flatMap(i -> client.use(FtpConnection::workingDirectory))
                .count()
                .cache();
        Disposable running = all.subscribe();
        held.awaitSeen(count, SOON);
        until.countDown();
        assertThat(await(all)).isEqualTo(count);
        assertThat(server.sessions().open()).isEqualTo(count);
        assertThat(running.isDisposed()).isTrue();
    }

    // ---- the end of idleness

    @Test
    void closesWhatIsIdleForTooLong() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, c -> c.pool(pool -> pool.maxIdleTime(SHORT)));
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        server.sessions().awaitNoneOpen(SOON);
        assertThat(server.commands().verbs()).endsWith("SIZE", "QUIT");
        assertThat(await(client.size("/a"))).isEqualTo(SIZE);
        assertThat(server.sessions().total()).isEqualTo(2);
    }

    @Test
    void doesNotCloseWhatIsInUseForLong() {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server, c -> sessions(1).apply(c).pool(pool -> pool.maxIdleTime(SHORT)));
        List<Long> sizes = awaitAll(client.use(ftp ->
                Flux.concat(ftp.size("/a"), Mono.delay(SHORT.multipliedBy(3)).then(ftp.size("/a")))));
        assertThat(sizes).containsExactly((long) SIZE, (long) SIZE);
        assertThat(server.sessions().total()).isEqualTo(1);
    }

    // ---- the end of the client

    @Test
    void disposeSaysGoodbye() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        Rule held = server.on("SIZE").with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(3));
        Mono<Long> all =
                Flux.range(0, 3).flatMap(i -> client.size("/a")).count().cache();
        Disposable running = all.subscribe();
        held.awaitSeen(3, SOON);
        until.countDown();
        assertThat(await(all)).isEqualTo(3);
        awaitEnd(client.disposeLater());
        assertThat(server.commands().count("QUIT")).isEqualTo(3);
        server.sessions().awaitNoneOpen(SOON);
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void disposeLetsWhatGoesOnComeToItsEnd() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        server.on("RETR").once().with(new Fault.StallDataAfter(100_000, until));
        FtpClient client = client(server, sessions(2));
        Mono<byte[]> download = Mono.fromCallable(() -> bytes(client.download("/a")))
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic())
                .cache();
        Disposable running = download.subscribe();
        server.awaitCommand("RETR", SOON);
        Mono<Void> disposed = client.disposeLater().cache();
        Disposable end = disposed.subscribe();
        var refused = failure(IllegalStateException.class, client.size("/a"));
        assertThat(refused).hasMessageContaining("disposed");
        assertThat(end.isDisposed()).as("waits for the download").isFalse();
        until.countDown();
        assertThat(await(download)).isEqualTo(BYTES);
        awaitEnd(disposed);
        server.sessions().awaitNoneOpen(SOON);
        assertThat(server.commands().verbs()).endsWith("RETR", "QUIT");
        assertThat(running.isDisposed()).isTrue();
    }

    @Test
    void disposeClosesWhatIsJustLoggingIn() {
        ScriptedFtpServer server = serve();
        CountDownLatch until = new CountDownLatch(1);
        Rule pass = server.on("PASS").with(new Fault.HoldReply(until));
        FtpClient client = client(server, sessions(1));
        Mono<Boolean> call = client.exists("/a").onErrorReturn(false).cache();
        Disposable running = call.subscribe();
        Mono<Long> waiting = client.size("/a").cache();
        Disposable behind = waiting.onErrorComplete().subscribe();
        pass.awaitSeen(1, SOON);
        Mono<Void> disposed = client.disposeLater().cache();
        Disposable end = disposed.subscribe();
        assertThat(failure(IllegalStateException.class, waiting)).hasMessageContaining("disposed");
        until.countDown();
        awaitEnd(call);
        awaitEnd(disposed);
        server.sessions().awaitNoneOpen(SOON);
        assertThat(server.sessions().total()).isEqualTo(1);
        assertThat(running.isDisposed() && behind.isDisposed() && end.isDisposed())
                .isTrue();
    }

    static List<Function<FtpClient, Publisher<?>>> verbs() {
        return List.of(
                client -> client.size("/a"),
                client -> client.list("/"),
                client -> client.download("/a"),
                client -> client.upload("/b", content(BYTES, 1000)),
                client -> client.use(FtpConnection::workingDirectory));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aDisposedClientSaysThatItIs(Function<FtpClient, Publisher<?>> verb) {
        ScriptedFtpServer server = serve();
        FtpClient client = client(server);
        assertThat(await(client.exists("/a"))).isTrue();
        awaitEnd(client.disposeLater());
        assertThat(failure(IllegalStateException.class, verb.apply(client))).hasMessageContaining("disposed");
        awaitEnd(client.disposeLater());
        assertThat(server.sessions().total()).isEqualTo(1);
    }
}
