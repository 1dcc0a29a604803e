package dev.fluxftp.listing;

/** A decimal number in a listing. One that is not a number, or too large for us, is unknown; none wraps around. */
final class Decimal {

    static final int UNKNOWN = -1;

    private Decimal() {}

    static boolean isNumber(String text) {
        return isNumber(text, 0, text.length());
    }

    /** A size: servers say more than 2^63-1 when they are broken or hostile. */
    static long size(String text) {
        if (!isNumber(text)) {
            return UNKNOWN;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return UNKNOWN;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** A field of a date: one to five digits. */
    static int field(String text, int from, int to) {
        return to - from <= 5 && isNumber(text, from, to) ? Integer.parseInt(text, from, to, 10) : UNKNOWN;
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
