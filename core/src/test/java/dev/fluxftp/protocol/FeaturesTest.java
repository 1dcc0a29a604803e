package dev.fluxftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {

    @Test
    void proftpd() {
        Features features = Features.of(Reply.of(
                211,
                "Features:",
                " CLNT",
                " EPSV",
                " LANG C.UTF-8*",
                " MLST modify*;perm*;size*;type*;unique*;",
                " REST STREAM",
                " SIZE",
                "End"));
        assertThat(features.known()).isTrue();
        assertThat(features.announces(Verb.EPSV)).isTrue();
        assertThat(features.announces(Verb.MLST)).isTrue();
        assertThat(features.announces(Verb.MLSD)).isFalse();
        assertThat(features.mayKnow(Verb.SIZE)).isTrue();
        assertThat(features.mayKnow(Verb.MLSD)).isFalse();
        assertThat(features.parameters("mlst")).contains("modify*;perm*;size*;type*;unique*;");
        assertThat(features.parameters("SIZE")).contains("");
        assertThat(features.parameters("UTF8")).isEmpty();
    }

    @Test
    void theFirstAndTheLastLineAreNoFeatures() {
        assertThat(Features.of(Reply.of(211, "SIZE", " EPSV", "MDTM")).lines()).containsOnlyKeys("EPSV");
    }

    @Test
    void aLineGivenTwiceIsJoined() {
        assertThat(Features.of(Reply.of(211, "x", " AUTH SSL", " AUTH TLS", "End"))
                        .parameters("AUTH"))
                .contains("SSL;TLS");
    }

    @Test
    void namesInAnyCaseAndWithoutIndentation() {
        Features features = Features.of(Reply.of(211, "x", "size", "\tRest  Stream ", "", "  ", "End"));
        assertThat(features.announces(Verb.SIZE)).isTrue();
        assertThat(features.parameters("REST")).contains("Stream");
        assertThat(features.lines()).hasSize(2);
    }

    @Test
    void anEmptyListDeniesEverything() {
        Features none = Features.of(Reply.of(211, "no features"));
        assertThat(none.known()).isTrue();
        assertThat(none.mayKnow(Verb.MLSD)).isFalse();
        assertThat(Features.of(Reply.of(211, "Features:", "End")).lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 530, 421, 350})
    void aRefusalDeniesNothing(int code) {
        Features features = Features.of(Reply.of(code, "no", " MLST", "no"));
        assertThat(features).isEqualTo(Features.UNKNOWN);
        assertThat(features.mayKnow(Verb.MLSD)).isTrue();
        assertThat(features.announces(Verb.MLST)).isFalse();
    }
}
