package zvrd.app.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private Figures() {}

    /** {@code value} with about four digits, without zeros that say nothing. */
    static String rounded(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        int decimals = (int) Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
        return fixed(value, Math.min(6, decimals))
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }

    /** {@code value} with so many decimals. */
    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
