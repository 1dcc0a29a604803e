package dev.fluxftp.reactor.torture;

import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.RemoteChangedException;
import dev.fluxftp.reactor.FileDownloadSpec;
import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.reactor.UploadSpec;
import dev.fluxftp.reactor.server.Fault;
import dev.fluxftp.reactor.server.ScriptedFtpServer;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.TransferReport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One plan carried out, and what must be true afterwards. */
final class Trial {

    static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] OLD = "an older file".getBytes(StandardCharsets.US_ASCII);

    private final ScriptedFtpServer server;
    private final FtpClient client;
    private final Plan plan;
    private final byte[] content;
    private final String directory;
    private final String path;
    private final Path folder;
    private final Path file;

    /** @param folder of its own, and empty */
    Trial(ScriptedFtpServer server, FtpClient client, Plan plan, Path folder) {
        this.server = server;
        this.client = client;
        this.plan = plan;
        this.content = plan.content();
        this.directory = "/t" + plan.index();
        this.path = directory + "/f";
        this.folder = folder;
        this.file = folder.resolve("f");
    }

    /**
     * The name of what came of it; fails when that is wrong.
     *
     * @param appends whether the server knows APPE
     */
    String run(boolean appends) throws IOException {
        setUp();
        new Script(server, plan, path, appends).write();
        FtpException error = attempt();
        server.sessions().awaitNoTransfer(SOON);
        if (error == null) {
            require(!plan.mustFail(), "it succeeded");
            isWhole();
            return Table.EXACT;
        }
        if (!plan.explains(error)) {
            throw new AssertionError("not the right error: " + error, error);
        }
        isAsBefore();
        server.forgetRules();
        endsWellAtLast();
        return error.getClass().getSimpleName().replace("Exception", "");
    }

    // ---- before

    private void setUp() throws IOException {
        server.forgetRules();
        server.files().directory(directory);
        if (plan.kind().isUpload()) {
            setUpUpload();
        } else {
            setUpDownload();
        }
    }

    private void setUpUpload() throws IOException {
        Files.write(file, content);
        boolean beside = plan.kind() == Kind.RESUMED_ATOMIC_UPLOAD;
        if (plan.replaces() && (beside || !plan.kind().isResumed())) {
            server.files().put(path, OLD);
        }
        if (plan.held() > 0) {
            server.files().put(beside ? path + ".part" : path, plan.beginning());
        }
    }

    private void setUpDownload() throws IOException {
        server.files().put(path, content);
        if (plan.replaces()) {
            Files.write(file, OLD);
        }
        if (plan.kind().isResumed()) {
            server.on("RETR").once().with(new Fault.DropDataAfter(plan.held(), "426 Broken."));
            FtpClient once = client.healing(h -> Healing.NONE); // with a pool of its own
            FtpException broken = failure(once.download(path, file));
            var unused = once.disposeLater().block(SOON);
            require(broken != null, "the part is a whole file");
            server.forgetRules();
        }
    }

    // ---- the transfer

    private @Nullable FtpException attempt() {
        UnaryOperator<FileDownloadSpec> divided = how -> how.segments(plan.segments());
        return switch (plan.kind()) {
            case FLUX_DOWNLOAD -> fluxDownload();
            case FILE_DOWNLOAD -> reported(client.download(path, file));
            case RESUMED_DOWNLOAD -> reported(client.download(path, file, FileDownloadSpec::resume));
            case SEGMENTED_DOWNLOAD -> reported(client.download(path, file, divided));
            case RESUMED_SEGMENTED_DOWNLOAD ->
                reported(client.download(path, file, how -> divided.apply(how).resume()));
            case OFFSET_UPLOAD -> reported(client.upload(path, this::from, how -> how));
            case FLUX_UPLOAD -> reported(client.upload(path, from(0), how -> how));
            case FILE_UPLOAD -> reported(client.upload(path, file));
            case ATOMIC_UPLOAD -> reported(client.upload(path, this::from, UploadSpec::atomically));
            case RESUMED_UPLOAD -> reported(client.upload(path, file, UploadSpec::resume));
            case RESUMED_ATOMIC_UPLOAD ->
                reported(client.upload(path, file, how -> how.resume().atomically()));
        };
    }

    private @Nullable FtpException fluxDownload() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        FtpException error =
                failure(client.download(path).doOnNext(buffer -> all.writeBytes(ByteBufUtil.getBytes(buffer))));
        boolean overrun = plan.blows().stream().anyMatch(blow -> blow.trouble() == Trouble.REST_IGNORED);
        byte[] got = all.toByteArray();
        require(overrun || startsWith(content, got), "other bytes were emitted");
        require(error != null || got.length == content.length, "it ended after %,d bytes", got.length);
        return error;
    }

    private @Nullable FtpException reported(Mono<TransferReport> transfer) {
        return failure(transfer.doOnNext(report -> require(
                report.size() == plan.size()
                        && report.attempts() <= 2 + plan.blows().size() + 8 * plan.segments(),
                "the report says %s",
                report)));
    }

    private Flux<ByteBuf> from(long offset) {
        int rest = content.length - (int) offset;
        return Flux.range(0, (rest + plan.step() - 1) / plan.step())
                .map(i -> Unpooled.copiedBuffer(
                        content, (int) offset + i * plan.step(), Math.min(plan.step(), rest - i * plan.step())));
    }

    /** What it ends with, null when it completes; anything but an {@code FtpException} is thrown. */
    private static @Nullable FtpException failure(Publisher<?> transfer) {
        return Flux.from(transfer)
                .ignoreElements()
                .cast(FtpException.class)
                .onErrorResume(FtpException.class, Mono::just)
                .block(SOON);
    }

    // ---- afterwards

    private void isWhole() throws IOException {
        if (plan.kind().isUpload()) {
            require(Arrays.equals(server.files().get(path), content), "the server has other bytes");
            require(
                    server.files().names(directory).equals(List.of("f")),
                    "beside it: %s",
                    server.files().names(directory));
        } else if (plan.kind() != Kind.FLUX_DOWNLOAD) {
            require(Arrays.equals(Files.readAllBytes(file), content), "the file has other bytes");
            require(names().equals(List.of("f")), "beside it: %s", names());
        }
    }

    private void isAsBefore() throws IOException {
        if (!plan.kind().isUpload()) {
            require(
                    plan.replaces() ? Arrays.equals(Files.readAllBytes(file), OLD) : !Files.exists(file),
                    "the target is touched");
        } else if (plan.kind().isAtomic()) {
            require(
                    plan.replaces()
                            ? Arrays.equals(server.files().get(path), OLD)
                            : !server.files().exists(path),
                    "the target is touched");
            require(
                    plan.kind().isResumed() || server.files().names(directory).size() == (plan.replaces() ? 1 : 0),
                    "left behind: %s",
                    server.files().names(directory));
        } else if (server.files().exists(path)) {
            byte[] left = server.files().get(path);
            require(
                    startsWith(content, left) || Arrays.equals(left, OLD) || Arrays.equals(left, plan.longerContent()),
                    "the server has other bytes");
        }
    }

    /** What a failure left is good to go on with, or is refused. */
    private void endsWellAtLast() throws IOException {
        if (plan.kind().isUpload()) {
            Files.write(file, content);
            again(client.upload(path, file));
            require(Arrays.equals(server.files().get(path), content), "afterwards the server has other bytes");
            return;
        }
        FtpException refusal = failure(client.download(path, file, FileDownloadSpec::resume));
        if (refusal != null) {
            if (!plan.mayLeaveWhatIsNoBeginning() || !(refusal instanceof RemoteChangedException)) {
                throw new AssertionError("then: " + refusal, refusal);
            }
            again(client.download(path, file));
        }
        require(
                Arrays.equals(Files.readAllBytes(file), server.files().get(path)),
                "afterwards the file has other bytes");
        require(names().equals(List.of("f")), "afterwards beside it: %s", names());
    }

    private static void again(Mono<TransferReport> transfer) {
        FtpException error = failure(transfer);
        if (error != null) {
            throw new AssertionError("fails without a fault", error);
        }
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean startsWith(byte[] whole, byte[] beginning) {
        return beginning.length <= whole.length
                && Arrays.equals(whole, 0, beginning.length, beginning, 0, beginning.length);
    }

    private static void require(boolean condition, String otherwise, @Nullable Object... values) {
        if (!condition) {
            throw new AssertionError(String.format(otherwise, values));
        }
    }
}
