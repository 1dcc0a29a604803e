package dev.fluxftp.reactor;

/**
 * How far a transfer is.
 *
 * @param position bytes of the file that are where they belong, those of earlier attempts included
 * @param total bytes of the whole file, -1 when not known
 */
public record TransferProgress(long position, long total) {}
