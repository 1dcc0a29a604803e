package dev.fluxftp.listing;

import dev.fluxftp.protocol.ProtocolViolationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one listing to its entries, as they arrive and in pieces of any size. A line has a limit, and no more
 * bytes than that are held: a longer one is a {@link ProtocolViolationException}. Not thread-safe; one listing, one
 * decoder.
 */
public final class ListingDecoder {

    /** 64 KiB: many times the longest path of any system. */
    public static final int MAX_LINE_LENGTH = 64 * 1024;

    private final ListingFormat format;
    private final CharsetDecoder charset;
    private final String directory;
    private final LineSplitter lines;

    /** @param directory the one that is listed, which becomes part of each entry's path */
    public ListingDecoder(ListingFormat format, Charset charset, String directory) {
        this(format, charset, directory, MAX_LINE_LENGTH);
    }

    /** @param maxLineLength in bytes, the line end not counted */
    public ListingDecoder(ListingFormat format, Charset charset, String directory, int maxLineLength) {
        if (maxLineLength < 1) {
            throw new IllegalArgumentException("A line needs at least one byte, not " + maxLineLength);
        }
        this.format = format;
        this.charset = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.directory = directory;
        this.lines = new LineSplitter(maxLineLength);
    }

    /** The entries that these bytes complete; all bytes are taken. */
    public List<FtpEntry> decode(ByteBuffer bytes) {
        List<FtpEntry> entries = new ArrayList<>();
        lines.split(bytes, line -> read(line, entries));
        return entries;
    }

    /** The entries that were held back until the end of the data connection: the last line may lack its line end. */
    public List<FtpEntry> finish() {
        List<FtpEntry> entries = new ArrayList<>();
        lines.finish(line -> read(line, entries));
        return entries;
    }

    private void read(ByteBuffer line, List<FtpEntry> entries) {
        format.read(text(line)).ifPresent(entry -> entries.add(entry.in(directory)));
    }

    /** Old files of a server that now speaks UTF-8 keep their old names: ISO-8859-1 keeps every byte of them. */
    private String text(ByteBuffer line) {
        try {
            return charset.decode(line.duplicate()).toString();
        } catch (CharacterCodingException notInCharset) {
            return StandardCharsets.ISO_8859_1.decode(line).toString();
        }
    }
}
