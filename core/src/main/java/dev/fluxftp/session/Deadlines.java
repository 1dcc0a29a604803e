package dev.fluxftp.session;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.fluxftp.protocol.Phase;
import java.time.Duration;

/**
 * How long each phase may take. All are finite.
 *
 * @param connect making a TCP connection for control
 * @param tls a TLS handshake, of either connection
 * @param reply from a command to its reply; also the greeting and each step of the login
 * @param dataConnect making the TCP connection for data
 * @param dataIdle no byte moved although we were willing; a subscriber that does not ask stops this clock
 * @param finalReply from the end of the data to the reply that confirms it
 * @param acquire waiting for a free session of the pool
 * @param close winding up: aborting a transfer, saying QUIT
 */
@CheckReturnValue
public record Deadlines(
        Duration connect,
        Duration tls,
        Duration reply,
        Duration dataConnect,
        Duration dataIdle,
        Duration finalReply,
        Duration acquire,
        Duration close) {

    private static final Duration LONGEST = Duration.ofDays(1);

    public static final Deadlines DEFAULT = new Deadlines(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(45),
            Duration.ofSeconds(5));

    public Deadlines {
        for (Duration each : new Duration[] {connect, tls, reply, dataConnect, dataIdle, finalReply, acquire, close}) {
            if (each.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a deadline is finite, a day at most: " + each);
            }
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a deadline is longer than nothing: " + each);
            }
        }
    }

    public Deadlines connect(Duration value) {
        return new Deadlines(value, tls, reply, dataConnect, dataIdle, finalReply, acquire, close);
    }

    public Deadlines tls(Duration value) {
        return new Deadlines(connect, value, reply, dataConnect, dataIdle, finalReply, acquire, close);
    }

    public Deadlines reply(Duration value) {
        return new Deadlines(connect, tls, value, dataConnect, dataIdle, finalReply, acquire, close);
    }

    public Deadlines dataConnect(Duration value) {
        return new Deadlines(connect, tls, reply, value, dataIdle, finalReply, acquire, close);
    }

    public Deadlines dataIdle(Duration value) {
        return new Deadlines(connect, tls, reply, dataConnect, value, finalReply, acquire, close);
    }

    public Deadlines finalReply(Duration value) {
        return new Deadlines(connect, tls, reply, dataConnect, dataIdle, value, acquire, close);
    }

    public Deadlines acquire(Duration value) {
        return new Deadlines(connect, tls, reply, dataConnect, dataIdle, finalReply, value, close);
    }

    public Deadlines close(Duration value) {
        return new Deadlines(connect, tls, reply, dataConnect, dataIdle, finalReply, acquire, value);
    }

    /** The deadline of a phase. */
    public Duration of(Phase phase) {
        return switch (phase) {
            case ACQUIRE -> acquire;
            case CONNECT -> connect;
            case TLS, DATA_TLS -> tls;
            case GREETING, LOGIN, REPLY -> reply;
            case DATA_CONNECT -> dataConnect;
            case DATA, FILE -> dataIdle;
            case FINAL_REPLY -> finalReply;
            case ABORT, CLOSE -> close;
        };
    }
}
