package dev.fluxftp.reactor.internal.transfer;

import dev.fluxftp.reactor.internal.data.Pace;
import dev.fluxftp.transfer.Healing;
import dev.fluxftp.transfer.Replay;

/**
 * How a transfer is done, whatever it moves.
 *
 * @param healing how often and how fast it goes on after a break
 * @param replay what has to be shown before it does
 * @param pace how fast its bytes may move
 */
public record Policy(Healing healing, Replay replay, Pace pace) {

    /** The first break is the end. */
    public Policy withoutHealing() {
        return new Policy(Healing.NONE, replay, pace);
    }

    /** A server that does not know REST is an error. */
    Policy failWithoutRestart() {
        return new Policy(healing, replay.failWithoutRestart(), pace);
    }
}
