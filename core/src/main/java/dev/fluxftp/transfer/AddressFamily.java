package dev.fluxftp.transfer;

/** What the control connection speaks; PASV can only name IPv4 addresses. */
public enum AddressFamily {
    IPV4,
    IPV6
}
