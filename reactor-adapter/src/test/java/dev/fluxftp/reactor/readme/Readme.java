package dev.fluxftp.reactor.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The README at the top of the project. */
final class Readme {

    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    private Readme() {}

    /** The one Java block that holds the text. */
    static String javaBlock(String text) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> blocks = JAVA.matcher(readme)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(block -> block.contains(text))
                .toList();
        if (blocks.size() != 1) {
            throw new AssertionError(blocks.size() + " Java blocks of the README hold: " + text);
        }
        return blocks.get(0);
    }
}
