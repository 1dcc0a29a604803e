package dev.fluxftp.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.IncompleteTransferException;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.protocol.NegativeReplyException;
import dev.fluxftp.protocol.ProtocolViolationException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.server.Content;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.TransferReport;
import dev.fluxftp.transfer.TransferReport.Verification;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An upload whose connection breaks asks how much has arrived and goes on from there. */
class UploadHealingTest extends ScriptedServerTest {

    private static final byte[] OLD = Content.generatedBytes(SIZE + 50_000);
    private static final Duration SHORT = Duration.ofMillis(400);

    /** Deadlines and waits that a test can sit out. */
    private static final UnaryOperator<FtpClient> HASTY = client -> client.deadlines(
                    d -> d.dataIdle(SHORT).finalReply(SHORT).close(SHORT).reply(SHORT))
            .healing(h -> h.backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private final AtomicInteger subscriptions = new AtomicInteger();

    private Publisher<ByteBuf> from(long offset) {
        return Flux.defer(() -> {
            subscriptions.incrementAndGet();
            return content(Arrays.copyOfRange(BYTES, (int) offset, SIZE), 10_000);
        });
    }

    static Stream<Fault> breaks() {
        return Stream.of(
                new Fault.ResetDataAfter(100_000, "426 Broken."),
                new Fault.ResetDataAfter(100_000, "451 Disk."),
                new Fault.ResetDataAfter(100_000, "226 Complete."),
                new Fault.ResetDataAfter(100_000, Fault.SILENCE),
                new Fault.DropDataAfter(100_000, "426 Broken."),
                new Fault.DropDataAfter(100_000, "226 Complete."),
                new Fault.KillSession(100_000),
                new Fault.KillSession(0),
                new Fault.DropControl(Fault.When.AFTER_PRELIMINARY),
                new Fault.DropControl(Fault.When.BEFORE_REPLY),
                new Fault.ResetControl(Fault.When.INSIDE_REPLY),
                new Fault.LoseFinalReply(),
                new Fault.FinalReply("421 Going down."),
                new Fault.FinalReply("426 Cannot say."));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void goesOnWhereTheServerIs(Fault fault) {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(fault);

        TransferReport report = await(client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(report.bytes()).isEqualTo(SIZE);
        assertThat(report.offset()).isZero();
        assertThat(report.size()).isEqualTo(SIZE);
        assertThat(report.verification()).isEqualTo(Verification.SIZE);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void goesOnInAFileAndOverAnOldOne(Fault fault) throws IOException {
        Path file = Files.write(folder.resolve("b"), BYTES);
        ScriptedFtpServer server = serve(s -> s.file("/b", OLD));
        server.on("STOR").once().with(fault);

        await(client(server, HASTY).upload("/b", file));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
    }

    /** What a source does once it is cancelled is no end of it: this one completes. */
    @RepeatedTest(10)
    void aSourceThatCompletesWhenItIsCancelledHasNotEnded() {
        ScriptedFtpServer server = serve(s -> s.file("/b", OLD));
        server.on("STOR").once().with(new Fault.KillSession(0));
        Flux<ByteBuf> slow = Flux.<ByteBuf>never().takeUntilOther(Mono.delay(SHORT));
        AtomicInteger turn = new AtomicInteger();

        await(client(server, HASTY)
                .upload("/b", offset -> turn.getAndIncrement() == 0 ? completingOnCancel(slow) : from(offset), h -> h));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
    }

    private static Publisher<ByteBuf> completingOnCancel(Flux<ByteBuf> source) {
        return subscriber -> source.subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscriber.onSubscribe(new Subscription() {
                    @Override
                    public void request(long n) {
                        subscription.request(n);
                    }

                    @Override
                    public void cancel() {
                        subscription.cancel();
                        subscriber.onComplete();
                    }
                });
            }
        });
    }

    @RepeatedTest(20)
    void aFileThatIsCancelledHasNotEnded() throws IOException {
        Path file = Files.write(folder.resolve("b"), BYTES);
        ScriptedFtpServer server = serve(s -> s.file("/b", OLD));
        server.on("STOR").once().with(new Fault.KillSession(0));

        await(client(server, HASTY).upload("/b", file));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
    }

    @Test
    void aFileThatGetsShorterIsAnError() throws IOException {
        Path file = Files.write(folder.resolve("b"), BYTES);
        ScriptedFtpServer server = serve();
        server.on("STOR").before(() -> shorten(file));

        assertThat(failure(LocalFileException.class, client(server, HASTY).upload("/b", file)))
                .hasMessageContaining("300,000");
    }

    private static void shorten(Path file) {
        try {
            Files.write(file, Arrays.copyOf(BYTES, 100_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sendsNothingTwiceThatHasArrived() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.ResetDataAfter(100_000));
        server.on("APPE").nth(1).with(new Fault.ResetDataAfter(100_000));

        TransferReport report = await(client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(report.attempts()).isEqualTo(3);
        assertThat(server.commands().count("STOR")).isEqualTo(1);
        assertThat(server.commands().count("APPE")).isEqualTo(2);
    }

    @Test
    void replaysAFluxFromItsBeginningAndPassesOverWhatIsThere() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.ResetDataAfter(123_456));

        await(client(server, HASTY).upload("/b", Flux.from(from(0)), how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(subscriptions).hasValue(2);
        assertThat(server.commands().count("APPE")).isEqualTo(1);
    }

    @Test
    void readsASourceOnceThatCanOnlyBeReadOnce() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.ResetDataAfter(100_000));

        failure(IncompleteTransferException.class, client(server, HASTY).upload("/b", from(0)));

        assertThat(subscriptions).hasValue(1);
        assertThat(server.commands().verbs()).doesNotContain("APPE");
    }

    @Test
    void aLostFinalReplyIsMadeUpForByTheSize() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.LoseFinalReply());

        TransferReport report = await(client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(report.reply()).isNull();
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(subscriptions).hasValue(1);
    }

    /** As Pure-FTPd can be told to: the old file is shown until the new one is whole. */
    @Test
    void doesNotContinueAnOldFileThatIsStillThere() {
        byte[] old = new byte[70_000];
        ScriptedFtpServer server = serve(s -> s.file("/b", old));
        server.on("STOR").once().with(new Fault.ResetDataAfter(100_000));
        server.on("SIZE").nth(2).before(() -> server.files().put("/b", old));

        await(client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(server.commands().count("STOR")).isEqualTo(2);
        assertThat(server.commands().verbs()).doesNotContain("APPE");
    }

    @Test
    void startsOverWhereSomebodyElseHasWritten() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.ResetDataAfter(100_000));
        server.on("SIZE").nth(2).before(() -> server.files().put("/b", Content.generatedBytes(SIZE * 2)));

        await(client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
    }

    @Test
    void doesNotMixWithWhatSomebodyElseHasWritten() {
        ScriptedFtpServer server = serve(s -> s.file("/b", Arrays.copyOf(BYTES, 50_000)));
        server.on("APPE").once().with(new Fault.ResetDataAfter(100_000));
        server.on("SIZE").nth(3).before(() -> server.files().put("/b", new byte[40_000]));

        assertThat(failure(
                        RemoteChangedException.class,
                        client(server, HASTY).upload("/b", this::from, UploadSpec::resume)))
                .hasMessageContaining("40,000");
        assertThat(server.files().get("/b")).isEqualTo(new byte[40_000]);
    }

    @Test
    void restartsWhereThereIsNoAppe() {
        ScriptedFtpServer server = serve(s -> s.without("APPE"));
        server.on("STOR").first(2).with(new Fault.ResetDataAfter(100_000));

        TransferReport report = await(client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(report.attempts()).isEqualTo(3);
        assertThat(server.commands().count("APPE"))
                .as("it is remembered that there is none")
                .isEqualTo(1);
    }

    @Test
    void noticesThatRestWasIgnored() {
        ScriptedFtpServer server = serve(s -> s.without("APPE").file("/b", Arrays.copyOf(BYTES, 200_000)));
        server.on("STOR").once().with(new Fault.IgnoreRest());

        failure(ProtocolViolationException.class, client(server, HASTY).upload("/b", this::from, UploadSpec::resume));
    }

    @Test
    void goesOnAsOftenAsThereIsProgress() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.ResetDataAfter(20_000));
        server.on("APPE").first(12).with(new Fault.ResetDataAfter(20_000));

        TransferReport report =
                await(client(server, client -> HASTY.apply(client).healing(h -> h.attempts(2)))
                        .upload("/b", this::from, how -> how));

        assertThat(server.files().get("/b")).isEqualTo(BYTES);
        assertThat(report.attempts()).isEqualTo(14);
    }

    @Test
    void givesUpWhereThereIsNone() {
        ScriptedFtpServer server = serve();
        server.on("STOR").with(new Fault.LoseFinalReply());
        server.on("SIZE").with(new Fault.LieAboutSize(SIZE + 1));

        failure(
                FtpException.class,
                client(server, client -> HASTY.apply(client).healing(h -> h.attempts(2)))
                        .upload("/b", this::from, how -> how));

        assertThat(server.commands().count("STOR")).isEqualTo(3);
    }

    @Test
    void givesUpWhenItsTimeIsOver() {
        ScriptedFtpServer server = serve();
        server.on("STOR").with(new Fault.ResetDataAfter(1));

        failure(
                FtpException.class,
                client(server, client -> HASTY.apply(client).healing(h -> h.maxTime(Duration.ZERO)))
                        .upload("/b", this::from, how -> how));

        assertThat(server.commands().count("STOR")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"452 Disk full.", "552 Quota."})
    void doesNotGoOnWhereTheDiskIsFull(String reply) {
        ScriptedFtpServer server = serve();
        server.on("STOR").with(new Fault.ResetDataAfter(100_000, reply));

        FtpException e = failure(FtpException.class, client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(e).hasMessageContaining(reply);
        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void doesNotInsistWhereTheServerRefuses() {
        ScriptedFtpServer server = serve();
        server.on("STOR").with(new Fault.RefuseData("553 Not here."));

        failure(NegativeReplyException.class, client(server, HASTY).upload("/b", this::from, how -> how));

        assertThat(server.commands().count("STOR")).isEqualTo(1);
    }

    @Test
    void noHealingIsNoHealing() {
        ScriptedFtpServer server = serve();
        server.on("STOR").once().with(new Fault.ResetDataAfter(100_000));

        failure(
                IncompleteTransferException.class,
                client(server, client -> HASTY.apply(client).healing(h -> Healing.NONE))
                        .upload("/b", this::from, how -> how));
    }

    @Test
    void aResumedSourceThatIsShorterThanWhatIsThereIsAnError() {
        ScriptedFtpServer server = serve();
        byte[] shorter = Arrays.copyOf(BYTES, SIZE - 1);
        failure(
                RemoteChangedException.class,
                client(server).upload("/a", content(shorter, 10_000), UploadSpec::resume));
        assertThat(server.files().get("/a")).isEqualTo(BYTES);
    }

    @Test
    void aResumedSourceThatEndsWhereTheServerEndsIsComplete() {
        ScriptedFtpServer server = serve();
        await(client(server).upload("/a", content(BYTES, 10_000), UploadSpec::resume));
        assertThat(server.files().get("/a")).isEqualTo(BYTES);
    }
}
