package dev.fluxftp.protocol;

/**
 * The file on the server is not the one that the transfer began with, or nothing shows that it is: going on would mix two
 * files.
 */
public final class RemoteChangedException extends FtpException {

    private final long bytes;

    /** @param bytes what had passed of the file as it was */
    public RemoteChangedException(String path, String difference, long bytes) {
        super(Phase.REPLY, "cannot resume " + Escaped.text(path) + ": " + difference, null);
        this.bytes = bytes;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
