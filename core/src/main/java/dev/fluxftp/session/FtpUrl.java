package dev.fluxftp.session;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An FTP URL (RFC 1738 3.2): {@code ftp://user:password@host:port/path;type=i}. {@code ftps://} means implicit TLS,
 * {@code ftpes://} explicit. The path is relative to the login directory; {@code %2F} at its start makes it absolute.
 * {@link #toString()} leaves the password out.
 *
 * @param security by the scheme
 * @param host a name, or an address without brackets
 * @param port the scheme's own when the URL names none
 * @param credentials null when the URL names no user
 * @param path decoded; empty for the login directory
 */
public record FtpUrl(
        Security security, String host, int port, @Nullable Credentials credentials, String path) {

    private static final String PLAIN = "-._~/!$&'()*+,=";

    /** @throws IllegalArgumentException if it is not an FTP URL, in words that leave the password out */
    public static FtpUrl parse(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    /** @throws IllegalArgumentException if it is not an FTP URL */
    public static FtpUrl of(URI uri) {
        Security security = security(uri);
        String authority = uri.getRawAuthority();
        if (authority == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an FTP URL is scheme://user:password@host:port/path;" + " write ? and # in it as %3F and %23");
        }
        int at = authority.lastIndexOf('@');
        String hostPort = authority.substring(at + 1);
        int colon = hostPort.endsWith("]") ? -1 : hostPort.lastIndexOf(':');
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        return new FtpUrl(
                security,
                bare(host),
                colon < 0 || colon == hostPort.length() - 1
                        ? security.defaultPort()
                        : port(hostPort.substring(colon + 1)),
                at < 0 ? null : credentials(authority.substring(0, at)),
                path(uri.getRawPath()));
    }

    private static Security security(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "ftp" -> Security.CLEAR;
            case "ftps" -> Security.IMPLICIT_TLS;
            case "ftpes" -> Security.EXPLICIT_TLS;
            default ->
                throw new IllegalArgumentException(
                        "the scheme of the URL must be ftp, ftpes (explicit TLS) or ftps (implicit TLS)");
        };
    }

    private static String bare(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1)
                    .replace("%25", "%"); // RFC 6874: the zone of a link-local address
        }
        if (host.isEmpty() || host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the URL names no host, or an IPv6 address without brackets");
        }
        return host;
    }

    private static int port(String figures) {
        if (!figures.matches("\\d{1,5}") || Integer.parseInt(figures) < 1 || Integer.parseInt(figures) > 65535) {
            // not shown: where the host is forgotten, the password stands here
            throw new IllegalArgumentException("what follows the host is no port from 1 to 65535");
        }
        return Integer.parseInt(figures);
    }

    private static Credentials credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? Credentials.of(decoded(userInfo), "")
                : Credentials.of(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static String path(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        int type = raw.lastIndexOf(";type=");
        String path = type < 0 ? raw : raw.substring(0, type);
        if (type >= 0 && !raw.substring(type + 6).equalsIgnoreCase("i")) {
            throw new IllegalArgumentException("only ;type=i is supported");
        }
        return path.isEmpty() ? "" : decoded(path.substring(1));
    }

    /** Percent-decoding without the "+" of forms. */
    private static String decoded(String raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                out.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16)); // java.net.URI has checked the figures
                i += 2;
            } else {
                int end = raw.offsetByCodePoints(i, 1);
                out.writeBytes(raw.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("what is written with % in the URL is not UTF-8");
        }
    }

    /** Percent-encoding of all but what stands for itself in a path (RFC 3986 3.3) and means nothing to FTP. */
    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            out.append(
                    plain || PLAIN.indexOf(c) >= 0 ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }

    /** {@code //user@host:port/path}: what it names, by whatever scheme it is reached. */
    public String resource() {
        String url = toString();
        return url.substring(url.indexOf("//"));
    }

    /** The URL without the password; all that a log or a terminal might obey is written with %. */
    @Override
    public String toString() {
        String scheme = switch (security) {
            case CLEAR -> "ftp";
            case EXPLICIT_TLS -> "ftpes";
            case IMPLICIT_TLS -> "ftps";
        };
        String user = credentials == null ? "" : encoded(credentials.user()).replace("/", "%2F") + "@";
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + user + shown + ":" + port + "/" + (path.startsWith("/") ? "%2F" : "")
                + encoded(path.startsWith("/") ? path.substring(1) : path);
    }
}
