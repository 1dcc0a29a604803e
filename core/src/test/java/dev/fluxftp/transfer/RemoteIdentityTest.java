package dev.fluxftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.FileHash;
import dev.fluxftp.protocol.HashAlgorithm;
import dev.fluxftp.protocol.TimeVal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteIdentityTest {

    private static final TimeVal NOON = at("2026-11-21T12:00:00Z", ChronoUnit.SECONDS);

    private static TimeVal at(String instant, ChronoUnit precision) {
        return new TimeVal(Instant.parse(instant), precision);
    }

    private static RemoteIdentity identity(long size, @Nullable TimeVal modified, @Nullable String unique) {
        return new RemoteIdentity(size, modified, unique);
    }

    @Test
    void anythingToCompare() {
        assertThat(RemoteIdentity.UNKNOWN.isKnown()).isFalse();
        assertThat(identity(0, null, null).isKnown()).isTrue();
        assertThat(identity(-1, NOON, null).isKnown()).isTrue();
        assertThat(identity(-1, null, "x").isKnown()).isTrue();
    }

    @Test
    void theSame() {
        RemoteIdentity one = identity(5, NOON, "x");
        assertThat(one.differenceTo(one)).isEmpty();
        assertThat(one.differenceTo(identity(5, NOON, "x"))).isEmpty();
    }

    @Test
    void whatOnlyOneKnowsDoesNotDiffer() {
        RemoteIdentity one = identity(5, NOON, "x");
        for (RemoteIdentity less : new RemoteIdentity[] {
            RemoteIdentity.UNKNOWN, identity(5, null, null), identity(-1, NOON, null), identity(-1, null, "x")
        }) {
            assertThat(one.differenceTo(less)).isEmpty();
            assertThat(less.differenceTo(one)).isEmpty();
        }
    }

    @Test
    void whatIsToldAgainCanBeCompared() {
        for (RemoteIdentity one : new RemoteIdentity[] {
            identity(5, null, null), identity(-1, NOON, null), identity(-1, null, "x"), identity(5, NOON, "x")
        }) {
            assertThat(one.isComparableTo(identity(5, NOON, "x"))).isTrue();
            assertThat(one.isComparableTo(identity(6, at("2026-11-21T13:00:00Z", ChronoUnit.SECONDS), "y")))
                    .as("whether it is the same is another question")
                    .isTrue();
        }
    }

    @Test
    void whatIsNotToldAnyMoreProvesNothing() {
        RemoteIdentity one = identity(5, NOON, "x");
        assertThat(one.isComparableTo(identity(-1, NOON, "x"))).isFalse();
        assertThat(one.isComparableTo(identity(5, null, "x"))).isFalse();
        assertThat(one.isComparableTo(identity(5, NOON, null))).isFalse();
        assertThat(one.isComparableTo(RemoteIdentity.UNKNOWN)).isFalse();
    }

    @Test
    void whatWasNeverToldProvesNothingEither() {
        assertThat(RemoteIdentity.UNKNOWN.isComparableTo(identity(5, NOON, "x")))
                .isFalse();
        assertThat(RemoteIdentity.UNKNOWN.isComparableTo(RemoteIdentity.UNKNOWN))
                .isFalse();
    }

    @Test
    void anotherSize() {
        assertThat(identity(1_234_567, NOON, "x").differenceTo(identity(0, NOON, "x")))
                .contains("its size was 1,234,567 bytes and is 0 now");
    }

    @Test
    void anotherTime() {
        assertThat(identity(5, NOON, "x")
                        .differenceTo(identity(5, at("2026-11-21T12:00:01Z", ChronoUnit.SECONDS), "x")))
                .contains("it was modified at 2026-11-21T12:00:00Z and is of 2026-11-21T12:00:01Z now");
    }

    @Test
    void aHashIsAFactLikeTheOthers() {
        FileHash one = new FileHash(HashAlgorithm.CRC32, "1");
        RemoteIdentity file = identity(5, NOON, "x").hash(one);
        assertThat(RemoteIdentity.UNKNOWN.hash(one).isKnown()).isTrue();
        assertThat(file.differenceTo(file)).isEmpty();
        assertThat(file.isComparableTo(file)).isTrue();
        assertThat(file.isComparableTo(file.hash(null))).isFalse();
        assertThat(file.hash(null).isComparableTo(file)).isTrue();
        assertThat(file.differenceTo(file.hash(new FileHash(HashAlgorithm.CRC32, "2"))))
                .contains("its hash was CRC32 00000001 and is CRC32 00000002 now");
        RemoteIdentity otherwise = file.hash(new FileHash(HashAlgorithm.MD5, "1".repeat(32)));
        assertThat(file.isComparableTo(otherwise)).isFalse();
        assertThat(file.differenceTo(otherwise)).isEmpty();
    }

    @Test
    void anotherFileOfTheSameName() {
        assertThat(identity(5, NOON, "x").differenceTo(identity(5, NOON, "y")))
                .contains("it is another file of the same name now");
    }

    /** A time-val is known to lie within one precision from its instant on; two may be the same moment if these overlap. */
    @ParameterizedTest
    @CsvSource({
        "12:00:00.000, MILLIS,  12:00:00.000, MILLIS,  true",
        "12:00:00.000, MILLIS,  12:00:00.001, MILLIS,  false",
        "12:00:00.000, SECONDS, 12:00:00.999, MILLIS,  true",
        "12:00:00.000, SECONDS, 12:00:01.000, MILLIS,  false",
        "12:00:00.000, SECONDS, 11:59:59.999, MILLIS,  false",
        "12:00:00.000, MINUTES, 12:00:59.000, SECONDS, true",
        "12:00:00.000, MINUTES, 12:01:00.000, SECONDS, false",
        // ls -l in a zone one hour east of Greenwich: the day begins at 23:00 UTC
        "23:00:00.000, DAYS,    23:59:00.000, SECONDS, true",
        "23:00:00.000, DAYS,    22:59:59.000, SECONDS, false",
    })
    void timesInDifferentUnits(String one, ChronoUnit unit, String other, ChronoUnit otherUnit, boolean same) {
        RemoteIdentity a = identity(-1, at("2026-11-21T" + one + "Z", unit), null);
        RemoteIdentity b = identity(-1, at("2026-11-21T" + other + "Z", otherUnit), null);
        assertThat(a.differenceTo(b).isEmpty()).isEqualTo(same);
        assertThat(b.differenceTo(a).isEmpty()).isEqualTo(same);
    }

    @Test
    void aDayThatBeginsInTheEveningGoesOnInTheMorning() {
        RemoteIdentity listed = identity(-1, at("2026-11-20T23:00:00Z", ChronoUnit.DAYS), null);
        assertThat(listed.differenceTo(identity(-1, at("2026-11-21T10:00:00Z", ChronoUnit.SECONDS), null)))
                .isEmpty();
        assertThat(listed.differenceTo(identity(-1, at("2026-11-21T23:00:00Z", ChronoUnit.SECONDS), null)))
                .isPresent();
    }
}
