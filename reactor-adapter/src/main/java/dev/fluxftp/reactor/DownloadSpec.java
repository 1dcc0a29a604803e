package dev.fluxftp.reactor;

import com.google.errorprone.annotations.CheckReturnValue;

/**
 * Which part of a file is wanted.
 *
 * @param offset the first byte, counted from 0
 * @param length how many bytes at most
 */
@CheckReturnValue
public record DownloadSpec(long offset, long length) {

    static final DownloadSpec WHOLE = new DownloadSpec(0, Long.MAX_VALUE);

    public DownloadSpec {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("neither offset nor length is negative: " + offset + ", " + length);
        }
    }

    public DownloadSpec offset(long value) {
        return new DownloadSpec(value, length);
    }

    public DownloadSpec length(long value) {
        return new DownloadSpec(offset, value);
    }
}
