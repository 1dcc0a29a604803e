package dev.fluxftp.session;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
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
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("the URL names no host");
        }
        return bare;
    }

    private static int port(String figures) {
        if (!figures.matches("\\d{1,5}") || Integer.parseInt(figures) < 1 || Integer.parseInt(figures) > 65535) {
            throw new IllegalArgumentException("not a port: " + figures);
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
        return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(out.toByteArray())).toString();
    }

    /** The URL without the password. */
    @Override
    public String toString() {
        String scheme = switch (security) {
            case CLEAR -> "ftp";
            case EXPLICIT_TLS -> "ftpes";
            case IMPLICIT_TLS -> "ftps";
        };
        String user = credentials == null ? "" : credentials.user() + "@";
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + user + shown + ":" + port + "/" + path;
    }
}
