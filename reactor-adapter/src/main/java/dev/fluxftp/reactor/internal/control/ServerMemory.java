package dev.fluxftp.reactor.internal.control;

import dev.fluxftp.session.Lesson;
import dev.fluxftp.session.ServerProfile;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the sessions of a client have learned about its server, shared by all of them. */
public final class ServerMemory {

    private final Set<Lesson> lessons = ConcurrentHashMap.newKeySet();

    public ServerProfile profile() {
        return lessons.isEmpty() ? ServerProfile.FRESH : new ServerProfile(lessons);
    }

    public void learn(Lesson lesson) {
        lessons.add(lesson);
    }
}
