package zvrd.app.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zvrd.Spelling;
import zvrd.app.option.Numbers;
import zvrd.app.option.UsageError;

/**
 * A bound that no restored clip may break, as {@code --fail-if} names it.
 *
 * @param text as it was said, such as {@code we>0.6}
 * @param measure its name
 * @param relation one of {@code < <= > >=}
 * @param bound in the units of the report
 */
public record Gate(String text, String measure, String relation, double bound) {
    private static final Pattern FORM = Pattern.compile("\\s*([A-Za-z_]+)\\s*(<=|>=|<|>)\\s*(\\S+)\\s*");

    /**
     * Reads {@code NAME<NUMBER}, or the same with another relation.
     *
     * @param known names of measures
     * @throws UsageError where it is something else, or the measure is unknown
     */
    public static Gate parse(String text, Set<String> known) {
        Matcher form = FORM.matcher(text);
        boolean fits = form.matches() && Numbers.number(form.group(3)).isPresent();
        if (!fits) {
            throw new UsageError(
                    "--fail-if expects a measure, one of < <= > >= and a number, got " + text,
                    "say for example --fail-if 'we>0.6', in quotes because of the shell");
        }
        String measure = form.group(1).toLowerCase(Locale.ROOT);
        if (!known.contains(measure)) {
            String nearest = Spelling.nearest(measure, List.copyOf(known));
            throw new UsageError(
                    "--fail-if " + text + ": no measure is called " + form.group(1)
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"),
                    "name one of " + String.join(", ", known));
        }
        return new Gate(
                text.strip(),
                measure,
                form.group(2),
                Numbers.number(form.group(3)).orElseThrow());
    }

    /** What is to be said where clips failed; empty where all passed. What was not measured cannot have passed. */
    public List<String> failures(Map<String, Map<String, @Nullable Double>> clips) {
        List<String> broken = new ArrayList<>();
        clips.forEach((name, values) -> {
            Double value = values.get(measure);
            if (value == null) {
                broken.add(name + " was not measured");
            } else if (holds(value)) {
                broken.add(String.format(Locale.ROOT, "%s has %.6g", name, value));
            }
        });
        return broken.isEmpty() ? List.of() : List.of("--fail-if " + text + ": " + String.join(", ", broken));
    }

    private boolean holds(double value) {
        return switch (relation) {
            case "<" -> value < bound;
            case "<=" -> value <= bound;
            case ">" -> value > bound;
            default -> value >= bound;
        };
    }
}
