package dev.fluxftp.reactor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FileTreeTest {
    private final FileTree files = new FileTree(Clock.systemUTC());

    @Test
    void keepsFilesUnderTheirPaths() {
        files.put("/a/b/c", "text").directory("/a/d");
        assertThat(files.text("/a/./x/../b/c")).isEqualTo("text");
        assertThat(files.names("/a")).containsExactly("b", "d");
        assertThat(files.isDirectory("/a/b")).isTrue();
        assertThat(files.exists("/a/b/c/d")).isFalse();
        assertThat(files.remove("/a/b").exists("/a/b/c")).isFalse();
        assertThat(files.remove("/").exists("/")).isTrue();
        assertThatThrownBy(() -> files.get("/none")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> files.get("/a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replacesAFileByAnotherAndAppendsToTheSame() {
        long before = files.put("/a", "1").node("/a").unique;
        assertThat(files.append("/a", new byte[] {'2'}).node("/a").unique).isEqualTo(before);
        assertThat(files.text("/a")).isEqualTo("12");
        assertThat(files.put("/a", "12").node("/a").unique).isNotEqualTo(before);
        assertThat(files.touch("/a", Instant.EPOCH).modified("/a")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void renamesOntoWhatIsThere() {
        files.put("/a", "new").put("/b", "old");
        assertThat(files.rename("/a", "/b")).isTrue();
        assertThat(files.text("/b")).isEqualTo("new");
        assertThat(files.exists("/a")).isFalse();
        assertThat(files.rename("/none", "/c")).isFalse();
        assertThat(files.rename("/b", "/no/such/place")).isFalse();
    }

    @Test
    void generatesContentWithoutKeepingIt() throws IOException {
        long size = 5L << 40;
        files.put("/huge", Content.generated(size));
        assertThat(files.size("/huge")).isEqualTo(size);
        byte[] end = files.node("/huge").open(size - 3).readAllBytes();
        assertThat(end)
                .containsExactly(
                        Content.generatedAt(size - 3), Content.generatedAt(size - 2), Content.generatedAt(size - 1));
        files.put("/small", Content.generated(10)).append("/small", new byte[] {7});
        assertThat(files.get("/small")).startsWith(Content.generatedBytes(10)).hasSize(11);
    }

    @Test
    void growsWithAHole() {
        FileNode node = FileNode.file(new byte[] {1}, Instant.EPOCH);
        node.write(3, new byte[] {2}, 0, 1, Instant.EPOCH);
        assertThat(node.content()).containsExactly(1, 0, 0, 2);
        node.resize(1);
        node.resize(2);
        assertThat(node.content()).containsExactly(1, 0);
    }
}
