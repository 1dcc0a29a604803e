package dev.fluxftp.protocol;

/** No TCP connection could be made: unknown host, closed port, no answer. The phase says whether it was control or data. */
public final class ConnectFailedException extends FtpException {

    public ConnectFailedException(Phase phase, String address, Throwable cause) {
        super(phase, "cannot connect to " + address + ": " + reason(cause), cause);
    }

    @Override
    public boolean isTransient() {
        return true;
    }
}
