package dev.fluxftp.reactor.internal.control;

import dev.fluxftp.session.Lesson;
import dev.fluxftp.session.ServerProfile;
import java.util.concurrent.atomic.AtomicReference;

/** What the sessions of a client have learned about its server, shared by all of them. */
public final class ServerMemory {

    private final AtomicReference<ServerProfile> profile = new AtomicReference<>(ServerProfile.FRESH);

    public ServerProfile profile() {
        return profile.get();
    }

    public void learn(Lesson lesson) {
        profile.updateAndGet(known -> known.with(lesson));
    }
}
