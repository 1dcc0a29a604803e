package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerProfileTest {

    @Test
    void tellsWhatWasLearned() {
        ServerProfile profile = new ServerProfile(Set.of(Lesson.EPSV_FAILS, Lesson.MLSD_REFUSED));
        assertThat(profile.has(Lesson.EPSV_FAILS)).isTrue();
        assertThat(profile.has(Lesson.MLST_REFUSED)).isFalse();
    }

    @Test
    void doesNotChangeWithTheSetItWasMadeFrom() {
        Set<Lesson> lessons = EnumSet.of(Lesson.EPSV_FAILS);
        ServerProfile profile = new ServerProfile(lessons);
        lessons.clear();
        assertThat(profile.has(Lesson.EPSV_FAILS)).isTrue();
        assertThat(ServerProfile.FRESH.lessons()).isEmpty();
    }
}
