/**
 * One room for each listing grammar. What a server sent on the data connection of LIST or MLSD enters as bytes
 * ({@link dev.fluxftp.listing.ListingDecoder}), in pieces of any size, and so does the one line of an MLST reply
 * ({@link dev.fluxftp.listing.ListingFormat}); entries leave ({@link dev.fluxftp.listing.FtpEntry}). A line that no
 * grammar reads leaves as an entry too, of type UNPARSED: reported, never dropped.
 *
 * <p>Zone and time come in as arguments. Names leave as the server wrote them, hostile ones too; who makes files of
 * them must refuse {@code ../x} and its like.
 */
@NullMarked
package dev.fluxftp.listing;

import org.jspecify.annotations.NullMarked;
