package dev.fluxftp.protocol;

/** Text from the other side, made fit for one line of a log, an error or a terminal: bounded, no control characters. */
public final class Escaped {

    private static final int LIMIT = 400;

    private Escaped() {}

    /** The text with control, format and bidirectional characters written as escapes, cut after 400 characters. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LIMIT) + 8);
        text.codePoints().limit(LIMIT).forEach(c -> append(out, c));
        return text.codePointCount(0, text.length()) > LIMIT ? out.append("...").toString() : out.toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                out.append(String.format("\\u%04x", c));
            default -> out.appendCodePoint(c);
        }
    }
}
