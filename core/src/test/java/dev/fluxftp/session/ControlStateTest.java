package dev.fluxftp.session;

import static dev.fluxftp.session.ControlState.ABORTING;
import static dev.fluxftp.session.ControlState.BUSY;
import static dev.fluxftp.session.ControlState.CLOSED;
import static dev.fluxftp.session.ControlState.CONNECTING;
import static dev.fluxftp.session.ControlState.LOGIN;
import static dev.fluxftp.session.ControlState.QUITTING;
import static dev.fluxftp.session.ControlState.READY;
import static dev.fluxftp.session.ControlState.UPGRADING;

import dev.fluxftp.StateTable;
import dev.fluxftp.session.ControlState.Event;
import org.junit.jupiter.api.Test;

class ControlStateTest {

    private static final StateTable<ControlState, Event> TABLE = new StateTable<>(ControlState.class, Event.class)
            .row(CONNECTING, Event.OPENED, LOGIN)
            .row(CONNECTING, Event.LOST, CLOSED)
            .row(LOGIN, Event.UPGRADE, UPGRADING)
            .row(LOGIN, Event.END, READY)
            .row(LOGIN, Event.ABORT, CLOSED)
            .row(LOGIN, Event.LOST, CLOSED)
            .row(UPGRADING, Event.SECURED, LOGIN)
            .row(UPGRADING, Event.ABORT, CLOSED)
            .row(UPGRADING, Event.LOST, CLOSED)
            .row(READY, Event.BEGIN, BUSY)
            .row(READY, Event.QUIT, QUITTING)
            .row(READY, Event.LOST, CLOSED)
            .row(BUSY, Event.END, READY)
            .row(BUSY, Event.ABORT, ABORTING)
            .row(BUSY, Event.LOST, CLOSED)
            .row(ABORTING, Event.END, READY)
            .row(ABORTING, Event.LOST, CLOSED)
            .row(QUITTING, Event.END, CLOSED)
            .row(QUITTING, Event.LOST, CLOSED)
            .row(CLOSED, Event.LOST, CLOSED);

    @Test
    void everyEventInEveryState() {
        TABLE.isThatOf(ControlState::on);
    }

    @Test
    void everyStateIsReached() {
        TABLE.reachesEverything();
    }

    @Test
    void diagram() {
        StateTable.isDrawnIn("/states/control.mmd", TABLE.draw(ControlState::on));
    }
}
