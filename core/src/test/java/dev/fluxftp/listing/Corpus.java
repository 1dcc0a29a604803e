package dev.fluxftp.listing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.provider.Arguments;

/** Lines with what they must give: {@code resources/listing/*.txt}, whose head says how to read them. */
final class Corpus {

    private Corpus() {}

    static List<Arguments> of(String file) {
        List<Arguments> cases = new ArrayList<>();
        String raw = null;
        int number = 0;
        for (String line : read(file).split("\n", -1)) {
            number++;
            if (line.startsWith("> ")) {
                raw = unescape(line.substring(2));
            } else if (line.startsWith("= ") && raw != null) {
                cases.add(Arguments.of(file + ':' + number, raw, unescape(line.substring(2))));
                raw = null;
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalStateException(file + ':' + number + ": " + line);
            }
        }
        return cases;
    }

    static List<String> lines(String file) {
        return of(file).stream().map(line -> (String) line.get()[1]).toList();
    }

    /** An entry in the words of the corpus: what is unknown is left out. */
    static String render(Optional<FtpEntry> read) {
        if (read.isEmpty()) {
            return "noise";
        }
        FtpEntry entry = read.get();
        if (entry.type() == FtpEntry.Type.UNPARSED) {
            return "unparsed";
        }
        StringBuilder text = new StringBuilder(entry.type().name());
        append(text, "size", entry.size() < 0 ? null : entry.size());
        append(text, "modified", entry.modified() == null ? null : entry.modified() + "/" + precision(entry));
        append(text, "permissions", entry.permissions());
        append(text, "owner", entry.owner());
        append(text, "group", entry.group());
        append(text, "target", entry.linkTarget());
        return text.append(" name=[").append(entry.name()).append(']').toString();
    }

    private static String precision(FtpEntry entry) {
        return String.valueOf(entry.modifiedPrecision()).toUpperCase(Locale.ROOT);
    }

    private static void append(StringBuilder text, String key, Object value) {
        if (value != null) {
            text.append(' ').append(key).append('=').append(value);
        }
    }

    private static String read(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream("/listing/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
                i += text.startsWith("\\\\", i) ? 1 : 0;
            }
        }
        return plain.toString();
    }
}
