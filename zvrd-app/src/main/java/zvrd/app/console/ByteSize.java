package zvrd.app.console;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Amounts of memory and disk as people write them: {@code 800M}, {@code 8G}, {@code 1.5g}. */
public record ByteSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([KMGT]?)(?:i?B)?");
    private static final String UNITS = "KMGT";

    /** Reads {@code text}; a bare number counts bytes, the units are powers of 1024. */
    public static ByteSize parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip().toUpperCase(Locale.ROOT).replace("IB", "B"));
        if (!written.matches()) {
            throw new TypeConversionException("expected a size such as 800M or 8G, got " + text);
        }
        int power = written.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(written.group(2));
        return new ByteSize((long) (Double.parseDouble(written.group(1)) * Math.pow(1024, power)));
    }

    @Override
    public String toString() {
        double amount = bytes;
        int power = 0;
        while (amount >= 1000 && power < UNITS.length()) {
            amount /= 1024;
            power++;
        }
        String unit = power == 0 ? "B" : UNITS.charAt(power - 1) + "B";
        return String.format(Locale.ROOT, power == 0 || amount >= 100 ? "%.0f %s" : "%.1f %s", amount, unit);
    }
}
