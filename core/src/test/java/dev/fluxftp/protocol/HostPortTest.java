package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Entering Passive Mode (127,0,0,1,156,187).          ~ 127.0.0.1       ~ 40123",
                "Entering Passive Mode (0,0,0,0,0,1)                 ~ 0.0.0.0         ~ 1",
                "Entering Passive Mode (255,255,255,255,255,255)     ~ 255.255.255.255 ~ 65535",
                "127,0,0,1,4,5                                       ~ 127.0.0.1       ~ 1029",
                "Entering Passive Mode 127,0,0,1,4,5.                ~ 127.0.0.1       ~ 1029",
                "=127,0,0,1,4,5                                      ~ 127.0.0.1       ~ 1029",
                "Passive 2 of 3 (10,9,8,7,4,5)                       ~ 10.9.8.7        ~ 1029",
                "(10,9,8,7,004,005)                                  ~ 10.9.8.7        ~ 1029",
            })
    void passive(String text, String host, int port) {
        assertThat(HostPort.ofPassive(Reply.of(227, text))).contains(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Entering Passive Mode",
                "(127,0,0,1,0,0)",
                "(256,0,0,1,4,5)",
                "(127,0,0,1,256,5)",
                "(127,0,0,1,4,256)",
                "(1216,256,2,127,127,127)",
                "(127,0,0,1,4)",
                "(127,0,0,1,4,)",
                "(,127,0,0,1,4,5",
                "(127,0,0,1,4,5,6)",
                "(300,1,2,3,4,5,6)",
                "(-127,0,0,1,4,5)",
                "(127,0,0,-1,4,5)",
                "(127,0,0,1,4,-5)",
                "(127, 0, 0, 1, 4, 5)",
                "(127.0.0.1,4,5)",
                "(1.127,0,0,1,4,5)",
                "(127,,0,0,1,4,5)",
                "(127,0,0,1,1000000,5)",
                "(99999999999999999999,0,0,1,4,5)",
                "(١٢٧,٠,٠,١,٤,٥)",
                "(127,0,0,1,4,٥)",
                "(1,4,5)",
                "(::1,4,5)",
                "(0:0:0:0:0:0:0:1,4,5)"
            })
    void passiveThatMakesNoSense(String text) {
        assertThat(HostPort.ofPassive(Reply.of(227, text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Entering Extended Passive Mode (|||40123|)   ~ 40123",
                "Entering Extended Passive Mode (|||40123|).  ~ 40123",
                "(|||1|)                                      ~ 1",
                "(|||65535|)                                  ~ 65535",
                "(!!!21!)                                     ~ 21",
                "(|||21|                                      ~ 21",
            })
    void extendedPassive(String text, int port) {
        assertThat(HostPort.ofExtendedPassive(Reply.of(229, text))).contains(new HostPort(null, port));
    }

    @Test
    void extendedPassiveWithAnyDelimiter() {
        for (char d = 0; d < 300; d++) {
            Reply reply = Reply.of(229, "ok (" + d + d + d + "21" + d + ")");
            boolean good = d >= 33 && d <= 126 && (d < '0' || d > '9');
            assertThat(HostPort.ofExtendedPassive(reply).isPresent())
                    .as("delimiter %d", (int) d)
                    .isEqualTo(good);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "()",
                "(|||)",
                "(||||)",
                "(|||0|)",
                "(|||65536|)",
                "(|||1000000|)",
                "(|||99999999999999999999|)",
                "(|||-1|)",
                "(|||+21|)",
                "(||| 21|)",
                "(|||21 |)",
                "(|||2 1|)",
                "(|||2a|)",
                "(|||٢١|)",
                "(|||21)",
                "(||21|)",
                "(|2|::1|21|)",
                "(|1|10.0.0.1|21|)",
                "(|| |21|)",
                "(!||21|)",
                "(||!21|)",
                "|||21|",
                "21",
                "Entering Extended Passive Mode"
            })
    void extendedPassiveThatMakesNoSense(String text) {
        assertThat(HostPort.ofExtendedPassive(Reply.of(229, text))).isEmpty();
    }

    @Test
    void anyTextIsReadOrRefusedButNeverThrows() {
        Random random = new Random(227);
        String alphabet = "0123456789,,,,()|||| .:-a\u0662";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Reply reply = Reply.of(227, text.toString());
            assertThatCode(() -> {
                        HostPort.ofPassive(reply);
                        HostPort.ofExtendedPassive(reply);
                    })
                    .as("%s", text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void everyPortIsRead() {
        for (int port = 1; port <= 65535; port++) {
            HostPort here = new HostPort("10.0.0.1", port);
            assertThat(HostPort.ofPassive(Reply.of(227, "(" + here.toPort() + ")")))
                    .contains(here);
            assertThat(HostPort.ofExtendedPassive(Reply.of(229, "(|||" + port + "|)")))
                    .contains(new HostPort(null, port));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void portsThatDoNotExist(int port) {
        assertThatThrownBy(() -> new HostPort("10.0.0.1", port)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void argumentOfPort() {
        assertThat(new HostPort("132.235.1.2", 6275).toPort()).isEqualTo("132,235,1,2,24,131");
        assertThatThrownBy(() -> new HostPort("::1", 21).toPort()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostPort(null, 21).toPort()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostPort("localhost", 21).toPort()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void argumentOfExtendedPort() {
        // the examples of RFC 2428 section 2
        assertThat(new HostPort("132.235.1.2", 6275).toExtendedPort()).isEqualTo("|1|132.235.1.2|6275|");
        assertThat(new HostPort("1080::8:800:200C:417A", 5282).toExtendedPort())
                .isEqualTo("|2|1080::8:800:200C:417A|5282|");
        assertThatThrownBy(() -> new HostPort(null, 21).toExtendedPort()).isInstanceOf(IllegalArgumentException.class);
    }
}
