package dev.fluxftp.transfer;

import static dev.fluxftp.transfer.TransferPhase.DATA_CLOSED;
import static dev.fluxftp.transfer.TransferPhase.DONE;
import static dev.fluxftp.transfer.TransferPhase.FAILED;
import static dev.fluxftp.transfer.TransferPhase.NEGOTIATING;
import static dev.fluxftp.transfer.TransferPhase.OPEN;
import static dev.fluxftp.transfer.TransferPhase.REPLIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.StateTable;
import dev.fluxftp.transfer.TransferPhase.Event;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferPhaseTest {

    private static final StateTable<TransferPhase, Event> TABLE = table();

    private static StateTable<TransferPhase, Event> table() {
        StateTable<TransferPhase, Event> table = new StateTable<>(TransferPhase.class, Event.class)
                .row(NEGOTIATING, Event.PRELIMINARY, OPEN)
                .row(NEGOTIATING, Event.COMPLETION, REPLIED)
                .row(NEGOTIATING, Event.DATA_END, DATA_CLOSED)
                .row(OPEN, Event.PRELIMINARY, OPEN)
                .row(OPEN, Event.COMPLETION, REPLIED)
                .row(OPEN, Event.DATA_END, DATA_CLOSED)
                .row(DATA_CLOSED, Event.PRELIMINARY, DATA_CLOSED)
                .row(DATA_CLOSED, Event.COMPLETION, DONE)
                .row(DATA_CLOSED, Event.DATA_END, DATA_CLOSED)
                .row(REPLIED, Event.PRELIMINARY, REPLIED)
                .row(REPLIED, Event.COMPLETION, REPLIED)
                .row(REPLIED, Event.DATA_END, DONE);
        for (TransferPhase phase : List.of(NEGOTIATING, OPEN, DATA_CLOSED, REPLIED)) {
            table.row(phase, Event.NEGATIVE, FAILED).row(phase, Event.DATA_ERROR, FAILED);
        }
        for (Event event : Event.values()) {
            table.row(DONE, event, DONE).row(FAILED, event, FAILED);
        }
        return table;
    }

    @Test
    void everyEventInEveryPhase() {
        TABLE.isThatOf(TransferPhase::on);
    }

    @Test
    void everyPhaseIsReached() {
        TABLE.reachesEverything();
    }

    @Test
    void diagram() {
        StateTable.isDrawnIn("/states/transfer.mmd", TABLE.draw(TransferPhase::on));
    }

    @Test
    void onlyTheLastTwoAreSettled() {
        for (TransferPhase phase : TransferPhase.values()) {
            assertThat(phase.isSettled()).as("%s", phase).isEqualTo(phase == DONE || phase == FAILED);
        }
    }

    /** Promise 3: done if and only if both endings were seen, and no refusal or break before them. */
    @Test
    void doneMeansBothEndings() {
        Random random = new Random(226);
        for (int round = 0; round < 100_000; round++) {
            TransferPhase phase = NEGOTIATING;
            boolean dataEnded = false;
            boolean completed = false;
            boolean failed = false;
            for (int i = 0; i < 6; i++) {
                Event event = Event.values()[random.nextInt(Event.values().length)];
                boolean settled = failed || (dataEnded && completed);
                dataEnded |= !settled && event == Event.DATA_END;
                completed |= !settled && event == Event.COMPLETION;
                failed |= !settled && (event == Event.NEGATIVE || event == Event.DATA_ERROR);
                phase = phase.on(event);
                assertThat(phase == DONE).isEqualTo(dataEnded && completed && !failed);
                assertThat(phase == FAILED).isEqualTo(failed);
            }
        }
    }
}
