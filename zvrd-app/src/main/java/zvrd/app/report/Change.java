package zvrd.app.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.PairedDifference;

/** How a difference between two clips is told. */
final class Change {
    /** What the interval beside a difference is. */
    static final String INTERVALS =
            "95 of 100 circular block bootstraps over moments; a * where the interval leaves out 0 and the difference can be seen; none from fewer than "
                    + PairedDifference.LEAST + " moments";

    private static final String NOTHING = "[+-]0\\.0*";

    private Change() {}

    /** For people: {@code +0.31 [+0.20, +0.40]*}. */
    static String told(String measure, PairedDifference of) {
        if (of.moments() == 0) {
            return "-";
        }
        String number = measure.startsWith("psnr") ? "%+.2f" : "%+.4f";
        String mean = signed(number, of.mean());
        return Double.isNaN(of.low())
                ? mean
                : mean + " [" + signed(number, of.low()) + ", " + signed(number, of.high()) + "]"
                        + (of.isClear() && !mean.matches(NOTHING) ? "*" : " ");
    }

    /** Never less than nothing by nothing that is shown. */
    private static String signed(String format, double value) {
        String text = String.format(Locale.ROOT, format, value);
        return text.matches(NOTHING) ? text.replace('-', '+') : text;
    }

    /** As the objects of JSON. */
    static Map<String, @Nullable Object> asMap(PairedDifference of) {
        var entry = new LinkedHashMap<String, @Nullable Object>();
        entry.put("mean", of.mean());
        entry.put("low", Double.isNaN(of.low()) ? null : of.low());
        entry.put("high", Double.isNaN(of.high()) ? null : of.high());
        entry.put("moments", of.moments());
        entry.put("clear", of.isClear());
        return entry;
    }
}
