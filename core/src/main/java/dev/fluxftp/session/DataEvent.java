package dev.fluxftp.session;

import dev.fluxftp.protocol.FtpException;

/** What the driver reports of the data connection. Bytes never come this way, only their end. */
public sealed interface DataEvent {

    /** TCP is up. */
    record Opened() implements DataEvent {}

    /** TCP could not be made. */
    record Unreachable(FtpException error) implements DataEvent {}

    /** Everything passed: a download has seen the end of the data, an upload has written its own. */
    record Ended(long bytes) implements DataEvent {}

    /** It broke, stalled, or was cut by TLS. */
    record Broken(FtpException error) implements DataEvent {}
}
