package dev.fluxftp.reactor.server;

import dev.fluxftp.reactor.server.Fault.When;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** One command and its replies, through the faults that the script has for it. */
final class Exchange {
    private final Session session;
    private final Received command;
    private final Script.Plan plan;
    private final long restart;
    private boolean answered;

    Exchange(Session session, Received command, Script.Plan plan, long restart) {
        this.session = session;
        this.command = command;
        this.plan = plan;
        this.restart = restart;
    }

    Session session() {
        return session;
    }

    Received command() {
        return command;
    }

    Script.Plan plan() {
        return plan;
    }

    String argument() {
        return command.argument();
    }

    /** The argument as an absolute path. */
    String path() {
        return session.resolve(command.argument());
    }

    /** What the REST directly before this command said. */
    long restart() {
        return plan.has(Fault.IgnoreRest.class) ? 0 : restart;
    }

    /** The size to tell: the true one unless a lie is asked for. */
    long sizeToTell(long size) {
        return plan.find(Fault.LieAboutSize.class).map(Fault.LieAboutSize::size).orElse(size);
    }

    void preliminary(String line) throws IOException, InterruptedException {
        if (plan.has(Fault.SkipPreliminary.class)) {
            breakAt(When.AFTER_PRELIMINARY);
            return;
        }
        if (plan.has(Fault.EarlyFinalReply.class)) {
            answered = true;
            deliver(line + "\r\n" + Transfer.COMPLETE + "\r\n", false);
        } else {
            deliver(line + "\r\n", false);
        }
    }

    /** The final reply; only the first one counts. */
    void reply(String... lines) throws IOException, InterruptedException {
        if (answered) {
            return;
        }
        answered = true;
        Optional<Fault.FinalReply> other = plan.find(Fault.FinalReply.class);
        deliver(other.map(Fault.FinalReply::line).orElse(String.join("\r\n", lines)) + "\r\n", true);
    }

    /** The reply of a fault, where {@link Fault#SILENCE} is none. */
    void replyOrSilence(String line) throws IOException, InterruptedException {
        if (line.equals(Fault.SILENCE)) {
            answered = true;
        }
        reply(line);
    }

    /** Says what the script says instead of the server's own; returns it. */
    String recite() throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (int i = 0; i < plan.parts().size(); i++) {
            Rule.Part part = plan.parts().get(i);
            if (part instanceof Rule.Part.Bytes bytes) {
                said.writeBytes(bytes.bytes());
                deliver(bytes.bytes(), i == plan.parts().size() - 1);
            } else if (part instanceof Rule.Part.Pause pause) {
                session.pause(pause.duration());
            } else if (part instanceof Rule.Part.Hold hold) {
                hold.until().await();
            }
        }
        answered = true;
        return said.toString();
    }

    void garbage(byte[] bytes) throws IOException, InterruptedException {
        deliver(bytes, true);
    }

    void breakAt(When when) throws IOException {
        for (Fault.DropControl drop : plan.all(Fault.DropControl.class)) {
            if (drop.when() == when) {
                session.drop(plan.has(Fault.NoCloseNotify.class));
                throw new SessionOver();
            }
        }
        for (Fault.ResetControl reset : plan.all(Fault.ResetControl.class)) {
            if (reset.when() == when) {
                session.reset();
                throw new SessionOver();
            }
        }
    }

    private void deliver(String text, boolean last) throws IOException, InterruptedException {
        deliver(session.control().encode(text), last);
    }

    private void deliver(byte[] bytes, boolean last) throws IOException, InterruptedException {
        session.pause(
                plan.find(Fault.DelayReply.class).map(Fault.DelayReply::delay).orElse(Duration.ZERO));
        byte[] all = bytes;
        if (last) {
            for (Fault.HoldReply hold : plan.all(Fault.HoldReply.class)) {
                hold.until().await();
            }
            breakAt(When.BEFORE_REPLY);
            for (Fault.ClearText clear : plan.all(Fault.ClearText.class)) {
                session.control().writeClear(clear.bytes());
                session.kill();
                throw new SessionOver();
            }
            all = withExtras(bytes);
        }
        boolean lost = plan.has(Fault.NoReply.class) || last && plan.has(Fault.LoseFinalReply.class);
        if (!lost) {
            write(all, last);
        }
        breakAt(last ? When.AFTER_REPLY : When.AFTER_PRELIMINARY);
    }

    private void write(byte[] bytes, boolean last) throws IOException {
        ControlConnection control = session.control();
        boolean cut = last
                && (plan.all(Fault.DropControl.class).stream().anyMatch(f -> f.when() == When.INSIDE_REPLY)
                        || plan.all(Fault.ResetControl.class).stream().anyMatch(f -> f.when() == When.INSIDE_REPLY));
        if (cut) {
            control.write(Arrays.copyOf(bytes, bytes.length / 2));
            breakAt(When.INSIDE_REPLY);
        }
        Optional<Fault.SplitReplies> split = plan.find(Fault.SplitReplies.class);
        if (split.isPresent()) {
            control.write(bytes, split.get().size());
        } else {
            control.write(bytes);
        }
    }

    private byte[] withExtras(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes);
        for (Fault.ExtraReply extra : plan.all(Fault.ExtraReply.class)) {
            all.writeBytes(session.control().encode(extra.line() + "\r\n"));
        }
        plan.all(Fault.InjectAfterReply.class).forEach(extra -> all.writeBytes(extra.bytes()));
        return all.toByteArray();
    }
}
