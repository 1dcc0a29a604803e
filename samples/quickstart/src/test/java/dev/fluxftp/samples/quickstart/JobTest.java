package dev.fluxftp.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.reactor.FtpClient;
import dev.fluxftp.samples.stage.proxy.Sightings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table may only say "equal" where it is true. */
@Timeout(60)
class JobTest {

    private Workspace folder;
    private OwnServer server;
    private FtpClient client;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        folder = Workspace.create();
        server = OwnServer.start(folder.server());
        client = FtpClient.create(server.url());
        job = new Job(client, server, folder.downloads(), () -> new Sightings(0, 0, List.of(), 0));
    }

    @AfterEach
    void stop() throws IOException {
        client.disposeLater().block();
        server.close();
        folder.close();
    }

    @Test
    void aByteThatChangedOnTheServerIsReportedByTheDownload() throws IOException {
        List<SampleFile> files = SampleFile.createAll(folder.originals(), 4, 1);
        Leg up = job.upload(files).block();
        changeByte(folder.server().resolve("file-002.bin"));
        changeByte(folder.server().resolve("file-003.bin"));

        Leg down = job.download(files).block();

        assertThat(down.mismatches()).containsExactly("file-002.bin", "file-003.bin");
        assertThat(new Outcome(up, down).isGood()).isFalse();
    }

    @Test
    void aFileThatArrivedWrongIsReportedByTheUpload() throws IOException {
        List<SampleFile> files = SampleFile.createAll(folder.originals(), 2, 1);
        changeByte(files.get(1).original());

        assertThat(job.upload(files).block().mismatches()).containsExactly("file-001.bin");
    }

    private static void changeByte(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, 1000);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), 1000);
        }
    }
}
