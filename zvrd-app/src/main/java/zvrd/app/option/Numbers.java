package zvrd.app.option;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Numbers inside the words of a command line, such as the two of {@code motion:9,45}. */
public final class Numbers {
    private Numbers() {}

    /** Reads {@code count} finite numbers separated by commas; empty where {@code text} is something else. */
    static double @Nullable [] parse(String text, int count) {
        String[] words = text.split(",", -1);
        if (words.length != count) {
            return null;
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            OptionalDouble number = number(words[i]);
            if (number.isEmpty()) {
                return null;
            }
            numbers[i] = number.getAsDouble();
        }
        return numbers;
    }

    /** Reads one finite number. */
    public static OptionalDouble number(String word) {
        try {
            double number = Double.parseDouble(word.strip());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Reads a time: seconds such as {@code 12.5}, or {@code m:ss} or {@code h:mm:ss}.
     *
     * @throws UsageError naming {@code option} where it is none
     */
    static double seconds(String option, String text) {
        double seconds = 0;
        for (String part : text.split(":", -1)) {
            OptionalDouble number = number(part);
            if (number.isEmpty() || number.getAsDouble() < 0 || text.split(":", -1).length > 3) {
                throw new UsageError(
                        option + " expects seconds or h:mm:ss, got " + text, "say for example " + option + " 1:02.5");
            }
            seconds = 60 * seconds + number.getAsDouble();
        }
        return seconds;
    }
}
