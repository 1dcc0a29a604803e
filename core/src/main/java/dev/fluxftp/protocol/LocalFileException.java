package dev.fluxftp.protocol;

/** The local file could not be read or written: missing folder, no permission, disk full. */
public final class LocalFileException extends FtpException {

    /** @param doing what was tried, for instance "write" or "read" */
    public LocalFileException(String doing, String path, Throwable cause) {
        super(
                Phase.FILE,
                "cannot " + doing + " " + Escaped.text(path) + ": "
                        + cause.getClass().getSimpleName() + ": " + reason(cause),
                cause);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
