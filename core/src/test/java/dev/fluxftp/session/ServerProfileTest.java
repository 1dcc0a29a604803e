package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerProfileTest {

    @Test
    void lessonsAreKept() {
        ServerProfile profile = ServerProfile.FRESH
                .with(Lesson.EPSV_FAILS)
                .with(Lesson.MLSD_REFUSED)
                .with(Lesson.EPSV_FAILS);
        assertThat(profile.lessons()).containsExactlyInAnyOrder(Lesson.EPSV_FAILS, Lesson.MLSD_REFUSED);
        assertThat(profile.has(Lesson.EPSV_FAILS)).isTrue();
        assertThat(profile.has(Lesson.MLST_REFUSED)).isFalse();
    }

    @Test
    void whatIsKnownAlreadyChangesNothing() {
        ServerProfile profile = ServerProfile.FRESH.with(Lesson.EPSV_FAILS);
        assertThat(profile.with(Lesson.EPSV_FAILS)).isSameAs(profile);
        assertThat(ServerProfile.FRESH.lessons()).isEmpty();
    }
}
