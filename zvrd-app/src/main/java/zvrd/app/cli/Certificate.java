package zvrd.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.Faithfulness;

/**
 * What is to be said of a restored clip: what it makes of its measurement, and how much of it the prior gave.
 *
 * @param degraded the clip that was measured
 * @param restored the clip that came out
 * @param damage what lies between them
 * @param frames every frame
 */
record Certificate(String degraded, String restored, KnownDamage damage, List<Faithfulness> frames) {
    private static final int WORST = 5;

    private record Found(int frame, Faithfulness.Tile tile) {}

    /** Whether no tile contradicts what was measured. */
    boolean holds() {
        return contradictions().isEmpty();
    }

    /** For people. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(told("%s: %d frames of %s", restored, frames.size(), degraded));
        lines.add(told(
                "measured    A x - y is %.2f levels on average (rms), %.2f at most, as the file is%s",
                mean(Faithfulness::rms), most(), before()));
        if (damage.sigma() > 0) {
            lines.add(told("            of which noise of %.1f levels was assumed", damage.sigma()));
        }
        List<Found> found = contradictions();
        int tiles = frames.stream().mapToInt(frame -> frame.tiles().size()).sum();
        lines.add(told(
                "            %d of %d tiles of %d pixels contradict it (mean off by more than %.2f levels)",
                found.size(), tiles, Faithfulness.TILE, limit()));
        found.stream()
                .limit(WORST)
                .forEach(worst -> lines.add(told(
                        "            frame %d, from column %d, row %d: off by %.2f levels",
                        worst.frame(),
                        worst.tile().left(),
                        worst.tile().top(),
                        worst.tile().bias())));
        lines.add(told(
                "invented    %.1f %% of the degrees of freedom were not measured; %.1f %% of the picture's variance lies there",
                100 * mean(Faithfulness::unmeasured), 100 * mean(Faithfulness::invented)));
        return lines;
    }

    /** All of it, as the objects of its JSON. */
    Map<String, @Nullable Object> asMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("degraded", degraded);
        map.put("restored", restored);
        map.put("sigma", Json.rounded(damage.sigma()));
        map.put("rms", mean(Faithfulness::rms));
        map.put("max", most());
        map.put("max_before_writing", Json.rounded(damage.unexplained()));
        map.put("limit", limit());
        map.put("holds", holds());
        map.put("unmeasured", mean(Faithfulness::unmeasured));
        map.put("invented", mean(Faithfulness::invented));
        map.put("contradictions", contradictions());
        map.put("frames", frames);
        return map;
    }

    private String before() {
        return Double.isNaN(damage.unexplained())
                ? ""
                : told("; %.2f at most before it was written", damage.unexplained());
    }

    private List<Found> contradictions() {
        return frames.stream()
                .flatMap(frame -> frame.contradictions().stream().map(tile -> new Found(frame.frame(), tile)))
                .sorted((a, b) -> Double.compare(b.tile().bias(), a.tile().bias()))
                .toList();
    }

    private double limit() {
        return frames.stream()
                .flatMap(frame -> frame.tiles().stream())
                .mapToDouble(Faithfulness.Tile::limit)
                .min()
                .orElse(0);
    }

    private double most() {
        return frames.stream().mapToDouble(Faithfulness::max).max().orElse(0);
    }

    private double mean(ToDoubleFunction<Faithfulness> value) {
        return frames.stream().mapToDouble(value).average().orElse(0);
    }

    private static String told(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
