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
}
