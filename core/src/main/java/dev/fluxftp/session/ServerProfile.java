package dev.fluxftp.session;

import java.util.Set;

/**
 * What experience has taught about one server. Sessions of a client share it, so that a detour is made once and not by
 * every session.
 */
public record ServerProfile(Set<Lesson> lessons) {

    /** Nothing is known yet. */
    public static final ServerProfile FRESH = new ServerProfile(Set.of());

    public ServerProfile {
        lessons = Set.copyOf(lessons);
    }

    public boolean has(Lesson lesson) {
        return lessons.contains(lesson);
    }

    /** True when new sessions are better made with TLS 1.2. */
    public boolean prefersTls12() {
        return has(Lesson.TLS_1_3_SESSIONS_RUN_OUT) && !has(Lesson.TLS_1_2_REFUSED);
    }
}
