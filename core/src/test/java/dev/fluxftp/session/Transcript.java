package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.FtpException;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue as it is written in an RFC: what the client says, what it hears. Verbs in the third person with "says",
 * "opens", "fails" expect the next action of the interpreter; "hears", "dataEnded", "expires" tell it what happened, after
 * all it wanted was expected. Clocks are passed over unless {@link #waits} asks for one.
 */
public final class Transcript {

    private final ProtocolInterpreter interpreter = new ProtocolInterpreter(StandardCharsets.UTF_8);

    private Transcript() {}

    /** A new connection on which that login begins. */
    public static Transcript login(Dialogue<?> login) {
        Transcript transcript = new Transcript();
        transcript.interpreter.opened(login);
        return transcript;
    }

    /** A session that has nothing to do. */
    public static Transcript ready() {
        return login(() -> Step.done("in")).finishes("in").isReady();
    }

    /** A ready session on which that dialogue begins. */
    public static Transcript of(Dialogue<?> dialogue) {
        return ready().begins(dialogue);
    }

    public ProtocolInterpreter interpreter() {
        return interpreter;
    }

    // what the interpreter wants

    public Transcript says(String line) {
        Command command = next(Action.Send.class).command();
        String said = command.argument().isEmpty() ? command.word() : command.word() + ' ' + command.argument();
        assertThat(said).isEqualTo(line);
        return this;
    }

    public Transcript opens(int port) {
        return opens(null, port);
    }

    public Transcript opens(@Nullable String host, int port) {
        assertThat(next(Action.OpenData.class).address()).isEqualTo(new HostPort(host, port));
        return this;
    }

    public Transcript startsTls() {
        next(Action.StartTls.class);
        return this;
    }

    public Transcript goesAhead() {
        next(Action.GoAhead.class);
        return this;
    }

    public Transcript closesData() {
        next(Action.CloseData.class);
        return this;
    }

    public Transcript learns(Lesson lesson) {
        assertThat(next(Action.Learn.class).lesson()).isEqualTo(lesson);
        return this;
    }

    /** The clock of that phase starts right now; null: none runs any more. */
    public Transcript waits(@Nullable Phase phase) {
        assertThat(interpreter.poll()).isEqualTo(new Action.Clock(phase));
        return this;
    }

    public Transcript finishes(Object result) {
        assertThat(next(Action.Finish.class).result()).isEqualTo(result);
        return this;
    }

    public <E extends RuntimeException> Transcript fails(Class<E> type, Consumer<E> error) {
        RuntimeException failure = next(Action.Fail.class).error();
        assertThat(failure).isInstanceOf(type);
        error.accept(type.cast(failure));
        return this;
    }

    public <E extends FtpException> Transcript fails(Class<E> type, Phase phase, String... words) {
        return fails(type, error -> {
            assertThat(error.phase()).as("%s", error).isEqualTo(phase);
            assertThat(error).message().contains(words.length == 0 ? new String[] {""} : words);
        });
    }

    public Transcript settles() {
        next(Action.Settled.class);
        return isReady();
    }

    public Transcript closes(String... words) {
        assertThat(next(Action.Close.class).why()).contains(words.length == 0 ? new String[] {""} : words);
        return wantsNothing().is(ControlState.CLOSED);
    }

    public Transcript isReady() {
        return wantsNothing().is(ControlState.READY);
    }

    public Transcript is(ControlState state) {
        assertThat(interpreter.state()).isEqualTo(state);
        return this;
    }

    /** Nothing is left to do, and no clock has been touched. */
    public Transcript doesNothing() {
        assertThat(interpreter.poll()).isNull();
        return this;
    }

    // what happens to it

    public Transcript begins(Dialogue<?> dialogue) {
        wantsNothing();
        interpreter.begin(dialogue);
        return this;
    }

    /** Lines of one segment, each ended by CRLF. */
    public Transcript hears(String... lines) {
        return hearsRaw(String.join("\r\n", lines) + "\r\n");
    }

    public Transcript hearsRaw(String text) {
        wantsNothing();
        interpreter.receive(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Transcript secured() {
        wantsNothing();
        interpreter.secured();
        return this;
    }

    public Transcript dataOpened() {
        return happens(new DataEvent.Opened());
    }

    public Transcript dataUnreachable(FtpException error) {
        return happens(new DataEvent.Unreachable(error));
    }

    public Transcript dataEnded(long bytes) {
        return happens(new DataEvent.Ended(bytes));
    }

    public Transcript dataBroken(FtpException error) {
        return happens(new DataEvent.Broken(error));
    }

    private Transcript happens(DataEvent event) {
        wantsNothing();
        interpreter.happened(event);
        return this;
    }

    public Transcript aborts() {
        wantsNothing();
        interpreter.abort();
        return this;
    }

    public Transcript quits() {
        wantsNothing();
        interpreter.quit();
        return this;
    }

    public Transcript expires() {
        wantsNothing();
        interpreter.expired(Duration.ofSeconds(30));
        return this;
    }

    public Transcript loses() {
        wantsNothing();
        interpreter.lost(null);
        return this;
    }

    public Transcript cannotSay(String why) {
        interpreter.unsayable(new IllegalArgumentException(why));
        return this;
    }

    private <A extends Action> A next(Class<A> type) {
        Action action = afterClocks();
        assertThat(action).as("the next action").isInstanceOf(type);
        return type.cast(action);
    }

    private Transcript wantsNothing() {
        assertThat(afterClocks()).as("an action nobody expected").isNull();
        return this;
    }

    private @Nullable Action afterClocks() {
        Action action = interpreter.poll();
        while (action instanceof Action.Clock) {
            action = interpreter.poll();
        }
        return action;
    }
}
