package dev.fluxftp.reactor.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/** HASH (draft-bryan-ftpext-hash) and its older cousins; only where {@link ServerSpec#hashes} is asked for. */
final class HashCommands {
    private static final Map<String, String> COUSINS =
            Map.of("XCRC", "CRC32", "XMD5", "MD5", "XSHA1", "SHA-1", "XSHA256", "SHA-256", "XSHA512", "SHA-512");
    private static final String[] ALGORITHMS = {"SHA-512", "SHA-256", "SHA-1", "MD5", "CRC32"};

    private HashCommands() {}

    static void addTo(Map<String, Commands.Handler> handlers) {
        COUSINS.forEach((verb, algorithm) -> handlers.put(
                verb, x -> when(x, () -> FileCommands.onFile(x, node -> "250 " + digest(node, algorithm)))));
        handlers.put(
                "HASH",
                x -> when(
                        x,
                        () -> FileCommands.onFile(
                                x,
                                node -> "213 %s 0-%d %s %s"
                                        .formatted(
                                                x.session().hash,
                                                node.size(),
                                                digest(node, x.session().hash),
                                                x.argument()))));
    }

    static Map<String, String> features(String chosen) {
        Map<String, String> features = new LinkedHashMap<>();
        StringBuilder hash = new StringBuilder("HASH ");
        for (String algorithm : ALGORITHMS) {
            hash.append(algorithm).append(algorithm.equals(chosen) ? "*;" : ";");
        }
        features.put("HASH", hash.toString());
        COUSINS.keySet().stream().sorted().forEach(verb -> features.put(verb, verb));
        return features;
    }

    static void choose(Exchange x, String algorithm) throws IOException, InterruptedException {
        for (String known : ALGORITHMS) {
            if (x.session().spec().hashes && known.equalsIgnoreCase(algorithm)) {
                x.session().hash = known;
                x.reply("200 " + known);
                return;
            }
        }
        x.reply("501 Unknown algorithm.");
    }

    private interface Answer {
        void give() throws IOException, InterruptedException;
    }

    private static void when(Exchange x, Answer answer) throws IOException, InterruptedException {
        if (x.session().spec().hashes) {
            answer.give();
        } else {
            x.reply("500 '" + x.command().verb() + "': command not understood.");
        }
    }

    private static String digest(FileNode node, String algorithm) {
        try (InputStream in = node.open(0)) {
            byte[] buffer = new byte[8192];
            CRC32 crc = new CRC32();
            MessageDigest digest = MessageDigest.getInstance(algorithm.equals("CRC32") ? "MD5" : algorithm);
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                digest.update(buffer, 0, n);
            }
            return algorithm.equals("CRC32")
                    ? "%08x".formatted(crc.getValue()).toUpperCase(Locale.ROOT)
                    : HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
