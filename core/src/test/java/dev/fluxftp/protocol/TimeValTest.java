package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeValTest {

    @ParameterizedTest
    @CsvSource({
        "20261121103300, 2026-11-21T10:33:00Z, SECONDS",
        "19980615100045.014, 1998-06-15T10:00:45.014Z, MILLIS",
        "20261121103300.000, 2026-11-21T10:33:00Z, MILLIS",
        "20240229000000, 2024-02-29T00:00:00Z, SECONDS",
        "00010101000000, 0001-01-01T00:00:00Z, SECONDS",
        "20161231235960, 2017-01-01T00:00:00Z, SECONDS",
    })
    void readsTimeVals(String text, Instant instant, ChronoUnit precision) {
        assertThat(TimeVal.parse(text)).contains(new TimeVal(instant, precision));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "2026112110330",
                "191001117103300",
                "20261121103300 ",
                " 20261121103300",
                "+2026112110330",
                "20261121103300.",
                "20261121103300.1x",
                "20261121103300,1",
                "00000000000000",
                "00000101000000",
                "20260230000000",
                "20261301000000",
                "20261121240000",
                "20261121106000",
                "20261121103061",
                "99999999999999",
                "99991231235960",
                "\u0662\u0660\u0662\u0666\u0661\u0661\u0662\u0661\u0661\u0660\u0663\u0663\u0660\u0660",
            })
    void anAbsurdTimeIsUnknown(String text) {
        assertThat(TimeVal.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20261121103300", "20261121103300.007", "00010101000000", "99991231235959.999"})
    void formatsWhatItRead(String text) {
        assertThat(TimeVal.parse(text).orElseThrow().format()).isEqualTo(text);
    }

    @Test
    void formatsAsFarAsItIsKnown() {
        Instant instant = Instant.parse("2026-11-21T10:33:44.567Z");
        assertThat(new TimeVal(instant, ChronoUnit.SECONDS).format()).isEqualTo("20261121103344");
        assertThat(new TimeVal(instant, ChronoUnit.MINUTES).format()).isEqualTo("20261121103344");
        assertThat(new TimeVal(instant, ChronoUnit.MILLIS).format()).isEqualTo("20261121103344.567");
    }

    @Test
    void aYearHasFourDigits() {
        assertThatThrownBy(() -> new TimeVal(Instant.parse("+10000-01-01T00:00:00Z"), ChronoUnit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeVal(Instant.parse("0000-12-31T23:59:59Z"), ChronoUnit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
