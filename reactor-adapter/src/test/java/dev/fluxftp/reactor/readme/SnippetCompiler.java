package dev.fluxftp.reactor.readme;

import dev.fluxftp.reactor.FtpClient;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Compiles lines as the body of a method and runs them. */
final class SnippetCompiler {

    private static final String CLASS = """
            import dev.fluxftp.listing.*;
            import dev.fluxftp.protocol.*;
            import dev.fluxftp.reactor.*;
            import dev.fluxftp.transfer.*;
            import java.nio.file.*;
            import java.nio.file.attribute.*;
            import java.time.*;
            import java.util.*;
            import org.reactivestreams.Publisher;
            import reactor.core.publisher.*;
            import reactor.netty.ByteBufFlux;
            import reactor.util.retry.Retry;

            public class Snippet {
                public static void run(List<Publisher<?>> made%s) throws Exception {
            %s
                }
            }
            """;

    private SnippetCompiler() {}

    /**
     * @param body may use {@code client}, where one is given, and add publishers to {@code made}
     * @param folder what relative paths are resolved against
     */
    static List<Publisher<?>> run(String body, Path folder, @Nullable FtpClient client) throws Exception {
        String lines = body.replace("Path.of(\"", "Path.of(\"" + folder + "/");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.writeString(
                classes.resolve("Snippet.java"), CLASS.formatted(client == null ? "" : ", FtpClient client", lines));
        compile(source, classes);
        List<Publisher<?>> made = new ArrayList<>();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?> snippet = loader.loadClass("Snippet");
            if (client == null) {
                snippet.getMethod("run", List.class).invoke(null, made);
            } else {
                snippet.getMethod("run", List.class, FtpClient.class).invoke(null, made, client);
            }
        }
        return made;
    }

    private static void compile(Path source, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        var files = compiler.getStandardFileManager(null, null, null);
        boolean compiled = compiler.getTask(
                        messages,
                        files,
                        null,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()),
                        null,
                        files.getJavaFileObjects(source))
                .call();
        if (!compiled) {
            throw new AssertionError("the README does not compile:\n" + messages);
        }
    }
}
