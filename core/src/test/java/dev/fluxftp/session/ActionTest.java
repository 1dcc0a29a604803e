package dev.fluxftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.Command;
import dev.fluxftp.protocol.HostPort;
import dev.fluxftp.protocol.Phase;
import dev.fluxftp.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActionTest {

    private static final List<Action> EVERY_ARM = List.of(
            new Action.Send(Command.of(Verb.NOOP)),
            new Action.StartTls(),
            new Action.OpenData(new HostPort(null, 21)),
            new Action.GoAhead(),
            new Action.CloseData(),
            new Action.Learn(Lesson.EPSV_FAILS),
            new Action.Clock(Phase.REPLY),
            new Action.Clock(null),
            new Action.Finish("result"),
            new Action.Fail(new IllegalStateException("x")),
            new Action.Settled(),
            new Action.Close("why"));

    @Test
    void everyArmCallsItsMethodWithWhatItCarries() {
        List<Action> told = new ArrayList<>();
        EVERY_ARM.forEach(action -> action.performOn(new Echo(told)));
        assertThat(told).isEqualTo(EVERY_ARM);
    }

    @Test
    void noArmIsForgottenHere() {
        assertThat(EVERY_ARM.stream().map(Object::getClass)).contains(Action.class.getPermittedSubclasses());
    }

    /** Makes the action again from what the method was called with. */
    private record Echo(List<Action> told) implements ActionHandler {
        @Override
        public void send(Command command) {
            told.add(new Action.Send(command));
        }

        @Override
        public void startTls() {
            told.add(new Action.StartTls());
        }

        @Override
        public void openData(HostPort address) {
            told.add(new Action.OpenData(address));
        }

        @Override
        public void goAhead() {
            told.add(new Action.GoAhead());
        }

        @Override
        public void closeData() {
            told.add(new Action.CloseData());
        }

        @Override
        public void learn(Lesson lesson) {
            told.add(new Action.Learn(lesson));
        }

        @Override
        public void clock(@Nullable Phase phase) {
            told.add(new Action.Clock(phase));
        }

        @Override
        public void finish(Object result) {
            told.add(new Action.Finish(result));
        }

        @Override
        public void fail(RuntimeException error) {
            told.add(new Action.Fail(error));
        }

        @Override
        public void settle() {
            told.add(new Action.Settled());
        }

        @Override
        public void close(String why) {
            told.add(new Action.Close(why));
        }
    }
}
