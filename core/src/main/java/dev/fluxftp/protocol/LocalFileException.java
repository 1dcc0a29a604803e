package dev.fluxftp.protocol;

/** The local file could not be read or written: missing folder, no permission, disk full. */
public final class LocalFileException extends FtpException {

    /**
     * @param doing what was tried, for instance "write" or "read"
     * @param reason why not, in words
     */
    public LocalFileException(String doing, String path, String reason, Throwable cause) {
        super(Phase.FILE, "cannot " + doing + " " + Escaped.text(path) + ": " + Escaped.text(reason), cause);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
