package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell script that the build puts beside its libraries, in a folder with a name as people give them. */
@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

    private static final Path SCRIPT = Path.of("src", "main", "launcher", "fluxftp");

    @TempDir
    Path folder;

    private final FakeServer server = new FakeServer();
    private Path launcher;

    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(folder.resolve("my programs (new) $HOME"));
        launcher = Files.copy(SCRIPT, home.resolve("fluxftp"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path libraries = Files.createDirectory(home.resolve("lib"));
        String[] paths = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator);
        for (int i = 0; i < paths.length; i++) {
            putInto(libraries.resolve(i + ".jar"), Path.of(paths[i]));
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void worksInAFolderWithSpaces() throws IOException, InterruptedException {
        listsFrom(launcher);
    }

    @Test
    void worksThroughALink() throws IOException, InterruptedException {
        Path bin = Files.createDirectory(folder.resolve("b i n"));
        listsFrom(Files.createSymbolicLink(bin.resolve("ftp client"), launcher));
    }

    @Test
    void keepsArgumentsAsTheyAre() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("two  words $x *.txt"), "content");

        Process program = start(launcher, "put", "--quiet", file.toString(), server.url(""));

        assertThat(new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(program.waitFor()).isZero();
        assertThat(server.heard()).contains("STOR two  words $x *.txt");
    }

    @Test
    void keepsTheClassesOfATransferForTheNextStart() throws IOException, InterruptedException {
        putsAFile();
        assertThat(archives()).hasSize(1);
        putsAFile();
    }

    /** Later ones see to that by themselves. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_18)
    void anArchiveOfOtherLibrariesIsNotUsed() throws IOException, InterruptedException {
        putsAFile();
        FileTime made = Files.getLastModifiedTime(archives().get(0));
        Path library = Files.writeString(launcher.resolveSibling("lib").resolve("new.jar"), "no jar, but newer");
        Files.setLastModifiedTime(library, FileTime.from(made.toInstant().plusSeconds(5)));
        succeeds("--version");
        assertThat(archives()).isEmpty();
    }

    private void putsAFile() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("a.txt"), "content");
        succeeds("put", "--quiet", file.toString(), server.url(""));
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> all = Files.list(launcher.resolveSibling(""))) {
            return all.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private void succeeds(String... args) throws IOException, InterruptedException {
        Process program = start(launcher, args);
        assertThat(new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(program.waitFor()).isZero();
    }

    private void listsFrom(Path command) throws IOException, InterruptedException {
        server.send("-rw-r--r-- 1 a b 7 Jan 02 2026 a.txt\r\n".getBytes(StandardCharsets.UTF_8));

        Process program = start(command, "ls", server.url(""));

        assertThat(new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith(" a.txt\n");
        assertThat(program.waitFor()).isZero();
    }

    private static Process start(Path command, String... args) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                Stream.concat(Stream.of(command.toString()), Stream.of(args)).toList());
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return program.start();
    }

    /** The launcher takes jars only; a module of this very build is a folder of classes. */
    private static void putInto(Path jar, Path library) throws IOException {
        if (!Files.isDirectory(library)) {
            Files.copy(library, jar);
            return;
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(library)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(library.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
    }
}
