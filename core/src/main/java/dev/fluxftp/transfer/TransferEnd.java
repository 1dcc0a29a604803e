package dev.fluxftp.transfer;

import dev.fluxftp.protocol.Reply;

/**
 * A transfer that both connections agree on.
 *
 * @param bytes what passed over the data connection
 * @param reply the completion reply
 */
public record TransferEnd(long bytes, Reply reply) {}
