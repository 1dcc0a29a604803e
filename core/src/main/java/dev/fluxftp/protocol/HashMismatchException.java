package dev.fluxftp.protocol;

/**
 * Every byte was moved, and still the file on the server has another hash than the one here: something on the way, on a
 * disk or in the server's arithmetic is wrong. Neither side says which bytes, so nothing of it can be gone on from.
 */
public final class HashMismatchException extends FtpException {

    private final FileHash here;
    private final FileHash there;
    private final long bytes;

    /**
     * @param here of the bytes on this side
     * @param there what the server says of its file, by the same algorithm
     * @param bytes of the whole file
     */
    public HashMismatchException(String path, FileHash here, FileHash there, long bytes) {
        super(
                Phase.FINAL_REPLY,
                Escaped.text(path) + " is not the same on both sides: "
                        + here.algorithm().word() + " is " + here.value() + " here and " + there.value()
                        + " on the server",
                null);
        this.here = here;
        this.there = there;
        this.bytes = bytes;
    }

    public FileHash here() {
        return here;
    }

    public FileHash there() {
        return there;
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
