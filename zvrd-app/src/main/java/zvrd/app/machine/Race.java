package zvrd.app.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Several ways to do the same, timed in turns, so that what disturbs the machine disturbs all of them alike. */
public final class Race {
    private final List<Entry> entries = new ArrayList<>();

    /** Does the work once and says how many seconds it took. */
    @FunctionalInterface
    public interface Timing {
        double seconds();
    }

    private record Entry(String name, String precision, Timing timing, List<Double> seconds) {
        double median() {
            double[] sorted =
                    seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        double best() {
            return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        }
    }

    /** Adds one; the first of each precision is what the others are compared with. */
    public void enter(String name, String precision, Timing timing) {
        entries.add(new Entry(name, precision, timing, new ArrayList<>()));
    }

    /** Everyone once without being counted, then {@code rounds} times in turns. */
    public void run(int rounds, Consumer<String> log) throws InterruptedException {
        for (int round = -1; round < rounds; round++) {
            for (Entry entry : entries) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                double seconds = entry.timing.seconds();
                if (round >= 0) {
                    entry.seconds.add(seconds);
                }
                log.accept(String.format(Locale.ROOT, "%s %s %.4f s", entry.name, entry.precision, seconds));
            }
        }
    }

    /** A line for the heads of the columns and one for each entry. */
    public List<String> table(String title) {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%-26s %-9s %10s %10s %7s", title, "", "median s", "best s", "ratio"));
        for (Entry entry : entries) {
            OptionalDouble ratio = ratio(entry);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-26s %-9s %10.3f %10.3f %7s",
                    entry.name,
                    entry.precision,
                    entry.median(),
                    entry.best(),
                    ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble())));
        }
        return lines;
    }

    /** The same for a program to read. */
    public List<Map<String, Object>> asMaps() {
        var maps = new ArrayList<Map<String, Object>>();
        for (Entry entry : entries) {
            var map = new LinkedHashMap<String, Object>();
            map.put("name", entry.name);
            map.put("precision", entry.precision);
            map.put("median_seconds", entry.median());
            map.put("seconds", entry.seconds);
            ratio(entry).ifPresent(ratio -> map.put("ratio", ratio));
            maps.add(map);
        }
        return maps;
    }

    /** The median of the first entry of the same precision over this one's; empty for that first one. */
    private OptionalDouble ratio(Entry entry) {
        Entry own = entries.stream()
                .filter(other -> other.precision.equals(entry.precision))
                .findFirst()
                .orElseThrow();
        return own == entry ? OptionalDouble.empty() : OptionalDouble.of(own.median() / entry.median());
    }
}
