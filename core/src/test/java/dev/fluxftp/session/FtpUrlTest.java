package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "ftp://h,                  CLEAR,        21",
        "FTP://h/,                 CLEAR,        21",
        "ftps://h,                 IMPLICIT_TLS, 990",
        "ftpes://h,                EXPLICIT_TLS, 21",
        "ftp://h:2121/,            CLEAR,        2121",
        "ftps://h:21,              IMPLICIT_TLS, 21",
        "ftp://h:/,                CLEAR,        21",
        "ftp://h:65535,            CLEAR,        65535",
    })
    void schemeAndPort(String url, Security security, int port) {
        assertThat(FtpUrl.parse(url)).isEqualTo(new FtpUrl(security, "h", port, null, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                // RFC 1738 3.2.2
                "ftp://h/a/b            ~ a/b",
                "ftp://h/%2Fetc/motd    ~ /etc/motd",
                "ftp://h/%2fetc/motd    ~ /etc/motd",
                "ftp://h//etc/motd      ~ /etc/motd",
                "ftp://h/etc/motd/      ~ etc/motd/",
                "ftp://h/a;type=i       ~ a",
                "ftp://h/a;type=I       ~ a",
                "ftp://h/a%3Btype=a     ~ a;type=a",
                "ftp://h/a%20b+c        ~ a b+c",
                "ftp://h/%23a%3Fb%25    ~ #a?b%",
                "ftp://h/gr%C3%B6%C3%9Fe  ~ größe",
                "ftp://h/größe/文件/😀   ~ größe/文件/😀",
            })
    void path(String url, String path) {
        assertThat(FtpUrl.parse(url).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ftp://alice@h             ~ alice        ~ ''",
                "ftp://alice:@h            ~ alice        ~ ''",
                "ftp://alice:pw@h          ~ alice        ~ pw",
                "ftp://al%40x:p%3Aw%2F%40@h ~ al@x        ~ p:w/@",
                "ftp://alice:p:w@h         ~ alice        ~ p:w",
                "ftp://alice:p@w@h         ~ alice        ~ p@w",
                "ftp://a+b:c+d@h           ~ a+b          ~ c+d",
                "ftp://gr%C3%B6%C3%9Fe:%E6%96%87@h ~ größe ~ 文",
            })
    void credentials(String url, String user, String password) {
        assertThat(FtpUrl.parse(url).credentials()).isEqualTo(Credentials.of(user, password));
        assertThat(FtpUrl.parse(url).host()).isEqualTo("h");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://[::1]/a,           ::1,       21",
        "ftp://[::1]:2121/a,      ::1,       2121",
        "ftp://u:p@[2001:db8::7]:2121/a, 2001:db8::7, 2121",
        "ftp://10.0.0.1:2121/a,   10.0.0.1,  2121",
        "ftp://ftp.example.org/a, ftp.example.org, 21",
        "ftp://my_host/a,         my_host,   21",
        "ftp://my_host:2121/a,    my_host,   2121",
        "ftp://[fe80::1%25lo]/a,  fe80::1%lo, 21",
        "ftp://[fe80::1%lo]/a,    fe80::1%lo, 21",
    })
    void host(String url, String host, int port) {
        FtpUrl parsed = FtpUrl.parse(url);
        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.path()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "//h/a",
                "http://h/a",
                "sftp://h/a",
                "file:/a",
                "ftp:",
                "ftp:a",
                "ftp:/a",
                "ftp:///a",
                "ftp://",
                "ftp://h:0/",
                "ftp://h:65536/",
                "ftp://h:1000000/",
                "ftp://h:x/",
                "ftp://h:-1/",
                "ftp://h:٢١/",
                "ftp://::1/a",
                "ftp://fe80::1/a",
                "ftp://[::1/a",
                "ftp://u@/a",
                "ftp://:21/a",
                "ftp://h/a?b",
                "ftp://h/a#b",
                "ftp://h/a b",
                "ftp://h/a%2",
                "ftp://h/a%zz",
                "ftp://h/a;type=a",
                "ftp://h/a;type=d",
                "ftp://h/a;type=",
                "ftp://h/%FF",
                "ftp://u:%E9@h/"
            })
    void urlsThatAreRefused(String url) {
        assertThatThrownBy(() -> FtpUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Also where the URL is so wrong that the password stands in another place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://u:s3cret@h:x/",
                "ftp://u:s3cret@h/a b",
                "ftp://u:s3cret@h/a?b",
                "ftp://u:s3cret@h/a;type=a",
                "http://u:s3cret@h/",
                "ftp://u:s3cret@h:99999/",
                "ftp://u:s3cret@[::1/",
                "ftp://u:s3cret",
                "ftp://u:s3cret/",
                "ftp://u:s3cret@",
                "ftp://u:s3cret%0D%0ADELE%20a@h/",
                "ftp://u:s3cret%00@h/",
                "ftp://u:s3cret%FF@h/",
                "ftp://u:s3cret/x@h/",
                "ftp:u:s3cret@h"
            })
    void aRefusalDoesNotShowThePassword(String url) {
        assertThatThrownBy(() -> FtpUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(error -> {
                    for (Throwable t = error; t != null; t = t.getCause()) {
                        assertThat(t.toString()).doesNotContain("s3cret");
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://alice:s3cret@h/a,          ftp://alice@h:21/a",
        "ftps://alice:s3cret@h/,          ftps://alice@h:990/",
        "ftpes://alice:s3cret@[::1]:21/a, ftpes://alice@[::1]:21/a",
        "ftp://h/%2Fetc/a,                ftp://h:21/%2Fetc/a",
        "ftp://al%40x%0Fy@h/,             ftp://al%40x%0Fy@h:21/",
        "ftp://h/a%0D%0Ab%1B%E2%80%AE,    ftp://h:21/a%0D%0Ab%1B%E2%80%AE",
        "ftp://h/a%20b%3Btype=a%23%3F%25, ftp://h:21/a%20b%3Btype=a%23%3F%25",
    })
    void shownAsAUrlWithoutThePassword(String url, String shown) {
        assertThat(FtpUrl.parse(url)).hasToString(shown);
        FtpUrl again = FtpUrl.parse(shown);
        assertThat(again.path()).isEqualTo(FtpUrl.parse(url).path());
        assertThat(again).hasToString(shown);
    }

    @Test
    void credentialsShowTheUserOnly() {
        assertThat(new Credentials("alice", "s3cret", "acc0unt")).hasToString("Credentials[user=alice]");
        assertThat(Credentials.of("alice", "s3cret").withAccount("acc0unt"))
                .isEqualTo(new Credentials("alice", "s3cret", "acc0unt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\0b"})
    void credentialsThatWouldBeAnotherLineAreRefused(String bad) {
        assertThatThrownBy(() -> Credentials.of(bad, "pw")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credentials.of("alice", bad)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credentials.ANONYMOUS.withAccount(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofAUri() {
        assertThat(FtpUrl.of(URI.create("ftp://alice:pw@h:2121/a")))
                .isEqualTo(new FtpUrl(Security.CLEAR, "h", 2121, Credentials.of("alice", "pw"), "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://h/a,                       //h:21/a",
        "ftpes://al%40ice:s3cret@h:2121/%2Fa b%3B, //al%40ice@h:2121/%2Fa%20b%3B",
        "ftps://alice:s3cret@[::1]/,      //alice@[::1]:990/",
    })
    void whatItNamesWithoutSchemeAndPassword(String url, String expected) {
        assertThat(FtpUrl.parse(url.replace(" ", "%20")).resource()).isEqualTo(expected);
    }
}
