package zvrd.app.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import zvrd.app.console.Json;
import zvrd.journal.Unexplained;
import zvrd.metrics.Faithfulness;

/**
 * What is to be said of a restored clip: what it makes of its measurement, and how much of it the prior gave. Of its tiles only
 * those that are spoken against are held.
 */
public final class Certificate {
    private static final int WORST = 5;

    private final String degraded;
    private final String restored;
    private final KnownDamage damage;
    private final List<Found> contradictions = new ArrayList<>();
    private int frames;
    private long tiles;
    private double limit = Double.POSITIVE_INFINITY;
    private double rmsLimit = Double.POSITIVE_INFINITY;
    private double most;
    private double rms; // sums over frames, as the two below
    private double unmeasured;
    private double invented;

    /**
     * A tile that is spoken against.
     *
     * @param before the rms of all its values, clipped ones too, before it was written; null where nobody tells
     */
    private record Found(
            int frame, Faithfulness.Tile tile, @Nullable Double before) {
        boolean withinBefore() {
            return before != null && before <= tile.rmsLimit();
        }
    }

    /**
     * Begins with no frame.
     *
     * @param degraded the clip that was measured
     * @param restored the clip that came out
     * @param damage what lies between them
     */
    public Certificate(String degraded, String restored, KnownDamage damage) {
        this.degraded = degraded;
        this.restored = restored;
        this.damage = damage;
    }

    /** The next frame. */
    public void add(Faithfulness frame) {
        frames++;
        tiles += frame.tiles().size();
        for (Faithfulness.Tile tile : frame.tiles()) {
            limit = Math.min(limit, tile.limit());
            rmsLimit = Math.min(rmsLimit, tile.rmsLimit());
        }
        frame.contradictions()
                .forEach(tile -> contradictions.add(new Found(frame.frame(), tile, before(frame.frame(), tile))));
        most = Math.max(most, frame.max());
        rms += frame.rms();
        unmeasured += frame.unmeasured();
        invented += frame.invented();
    }

    /** Whether no tile contradicts what was measured. */
    public boolean holds() {
        return contradictions.isEmpty();
    }

    /** For people. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(told("%s: %d frames of %s", restored, frames, degraded));
        lines.add(told(
                "measured    A x - y is %.2f levels on average (rms), %.2f at most, as the file is", mean(rms), most));
        if (!damage.unexplained().isEmpty()) {
            lines.add(told(
                    "            it was %.2f on average, %.2f at most, before it was rounded, clipped and written",
                    before(Unexplained::rms).average().orElse(0),
                    before(Unexplained::max).max().orElse(0)));
        }
        if (damage.sigma() > 0) {
            lines.add(told("            of which noise of %.1f levels was assumed", damage.sigma()));
        }
        lines.addAll(contradictions());
        lines.add(told(
                "invented    %.1f %% of the degrees of freedom were not measured; %.1f %% of the picture's variance lies there%s",
                100 * mean(unmeasured), 100 * mean(invented), damage.sigma() > 0 ? ";" : ""));
        if (damage.sigma() > 0) {
            lines.add(told("            and within %.1f levels of noise it is the prior that chose", damage.sigma()));
        }
        return lines;
    }

    /** How many tiles are spoken against by what limits, and the worst of them. */
    private List<String> contradictions() {
        var lines = new ArrayList<String>();
        lines.add(told(
                "            %d of %d tiles of %d pixels contradict it",
                contradictions.size(), tiles, Faithfulness.TILE));
        lines.add(told(
                "            (mean off by more than %.2f levels, or rms by more than %.2f%s)",
                limit, rmsLimit, damage.sigma() > 0 ? "; somewhat more where a tile is cut" : ""));
        if (contradictions.stream().anyMatch(found -> found.before() != null)) {
            lines.add(told(
                    "            %d of them had no larger rms than that before they were written",
                    contradictions.stream().filter(Found::withinBefore).count()));
        }
        worstFirst().stream()
                .limit(WORST)
                .forEach(worst -> lines.add(told(
                        "            frame %d (the first is 0), from column %d, row %d: mean of a colour off by %.2f levels, rms %.2f%s",
                        worst.frame(),
                        worst.tile().left(),
                        worst.tile().top(),
                        worst.tile().bias(),
                        worst.tile().rms(),
                        worst.before() == null ? "" : told("; %.2f before", worst.before()))));
        if (contradictions.size() > WORST) {
            lines.add(told("            and %d more, which --json tells", contradictions.size() - WORST));
        }
        return lines;
    }

    /** All of it but the frames, as the objects of its JSON. */
    public Map<String, @Nullable Object> asMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("degraded", degraded);
        map.put("restored", restored);
        map.put("sigma", Json.rounded(damage.sigma()));
        map.put("rms", mean(rms));
        map.put("max", most);
        map.put(
                "max_before_writing",
                Json.rounded(before(Unexplained::max).max().orElse(Double.NaN)));
        map.put("limit", limit);
        map.put("rms_limit", rmsLimit);
        map.put("holds", holds());
        map.put("unmeasured", mean(unmeasured));
        map.put("invented", mean(invented));
        map.put("contradictions", worstFirst());
        return map;
    }

    private @Nullable Double before(int frame, Faithfulness.Tile tile) {
        if (frame >= damage.unexplained().size()) {
            return null;
        }
        return damage.unexplained().get(frame).worst().stream()
                .filter(one -> one.top() == tile.top() && one.left() == tile.left())
                .map(Unexplained.Tile::rms)
                .findFirst()
                .orElse(null);
    }

    private DoubleStream before(ToDoubleFunction<Unexplained> value) {
        return damage.unexplained().stream().mapToDouble(value);
    }

    private List<Found> worstFirst() {
        return contradictions.stream()
                .sorted(Comparator.comparingDouble((Found found) -> found.tile().excess())
                        .reversed())
                .toList();
    }

    private double mean(double sum) {
        return frames == 0 ? 0 : sum / frames;
    }

    private static String told(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
