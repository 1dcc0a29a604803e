package dev.fluxftp.samples.stage.proxy;

import java.util.List;

/**
 * What the proxy did and saw.
 *
 * @param dataCuts data connections that it broke
 * @param controlCuts control connections that it broke
 * @param restarts the offsets in REST commands: where downloads went on
 * @param appends how many APPE commands passed: uploads that went on
 */
public record Sightings(int dataCuts, int controlCuts, List<Long> restarts, int appends) {

    public Sightings {
        restarts = List.copyOf(restarts);
    }

    public int cuts() {
        return dataCuts + controlCuts;
    }
}
