package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.PairedDifference;

/** What each module changed: the measures of every step, and how they differ from the step before, moment by moment. */
public final class AblationReport {
    private static final List<String> SHOWN =
            List.of("psnr", "ssim", "we", "flicker", "detail", "fs", "ofme", "consistency");
    private static final List<String> CHANGES = List.of("psnr", "we", "flicker", "detail");
    private static final List<String> PAPER = List.of("psnr", "we", "fs", "ofme");
    private static final int LABEL = 26;
    private static final int CELL = 9;
    private static final int CHANGE = 29;
    private static final String SETTING =
            "the paper: GDP, super-resolution x4, ImageNet prior of 256², its clips and its flow network; here: what the"
                    + " command says, this prior, this clip";

    private final String flow;
    private final List<Step> steps;
    private final ClipMeasures.Together measured;

    /**
     * A restoration with one module more than the one before.
     *
     * @param added what it is called by
     * @param modules all it has
     * @param clip what came out
     * @param paper what the paper printed of it
     */
    public record Step(String added, String modules, String clip, PaperScore paper) {}

    /**
     * Of all steps, in their order.
     *
     * @param flow the estimator that measured how the reference moves
     * @param measured each step's clip
     */
    public AblationReport(String flow, List<Step> steps, ClipMeasures.Together measured) {
        this.flow = flow;
        this.steps = List.copyOf(steps);
        this.measured = measured;
    }

    /** For people. */
    public List<String> table() {
        List<String> shown = SHOWN.stream().filter(this::isMeasured).toList();
        var lines = block("module added", shown, CELL, step -> values(clip(step).means(), shown));
        beside().forEach((label, values) -> lines.add(row(label, values(values, shown), shown, CELL)));
        lines.add("");
        lines.addAll(block("change over the row above", CHANGES, CHANGE, this::changes));
        lines.add("(" + Change.INTERVALS + ")");
        lines.add("");
        lines.addAll(block(
                "the paper's Table 5",
                PAPER,
                CELL,
                step -> values(steps.get(step).paper().asMap(), PAPER)));
        lines.add("(" + SETTING + ")");
        return lines;
    }

    /** The report as the objects of its JSON. */
    public Map<String, Object> asMap() {
        var rungs = new ArrayList<Map<String, Object>>();
        for (int step = 0; step < steps.size(); step++) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("added", steps.get(step).added());
            entry.put("temporal", steps.get(step).modules());
            entry.put("clip", steps.get(step).clip());
            entry.put("measures", means(step));
            entry.put("change", differences(step));
            entry.put("paper", steps.get(step).paper().asMap());
            rungs.add(entry);
        }
        var map = new LinkedHashMap<String, Object>();
        map.put("rungs", rungs);
        map.put("beside", beside());
        map.put("cuts", measured.cuts());
        map.put("warnings", measured.warnings());
        map.put("intervals", Change.INTERVALS);
        map.put("setting", SETTING);
        map.put("flow", flow + ", of the reference");
        return map;
    }

    private List<String> block(String title, List<String> names, int width, Function<Integer, List<String>> cells) {
        var lines = new ArrayList<String>();
        lines.add(row(title, names, names, width));
        for (int step = 0; step < steps.size(); step++) {
            lines.add(row(steps.get(step).added(), cells.apply(step), names, width));
        }
        return lines;
    }

    private static String row(String label, List<String> cells, List<String> names, int width) {
        var row = new StringBuilder(String.format("%-" + LABEL + "s", label));
        for (int n = 0; n < cells.size(); n++) {
            int wide = Math.max(width, names.get(n).length() + 1);
            row.append(String.format("%" + wide + "s", cells.get(n)));
        }
        return row.toString().stripTrailing();
    }

    private static List<String> values(Map<String, @Nullable Double> values, List<String> names) {
        return names.stream().map(name -> told(name, values.get(name))).toList();
    }

    private static String told(String name, @Nullable Double value) {
        return value == null || !Double.isFinite(value) ? "-" : Figures.fixed(value, name.equals("psnr") ? 2 : 4);
    }

    private List<String> changes(int step) {
        return step == 0
                ? List.of()
                : CHANGES.stream()
                        .map(name -> Change.told(name, difference(step, name)))
                        .toList();
    }

    private ClipMeasures clip(int step) {
        return measured.clips().get(step);
    }

    private boolean isMeasured(String name) {
        return measured.clips().stream()
                .anyMatch(clip -> Double.isFinite(clip.means().getOrDefault(name, Double.NaN)));
    }

    /** What the warping errors are to be read beside. */
    private Map<String, Map<String, Double>> beside() {
        var beside = new LinkedHashMap<String, Map<String, Double>>();
        for (Yardstick yardstick : Yardstick.values()) {
            beside.put(yardstick.one(), yardstick.of(clip(0)));
        }
        return beside;
    }

    private Map<String, @Nullable Double> means(int step) {
        var means = new LinkedHashMap<String, @Nullable Double>();
        clip(step).means().forEach((name, mean) -> means.put(name, Double.isFinite(mean) ? mean : null));
        return means;
    }

    private Map<String, Map<String, @Nullable Object>> differences(int step) {
        var differences = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        for (String name : clip(step).series().keySet()) {
            PairedDifference of = step == 0 ? null : difference(step, name);
            if (of != null && of.moments() > 0) {
                differences.put(name, Change.asMap(of));
            }
        }
        return differences;
    }

    private PairedDifference difference(int step, String name) {
        return PairedDifference.of(series(step - 1, name), series(step, name));
    }

    private double[] series(int step, String name) {
        return clip(step).series().getOrDefault(name, new double[0]);
    }
}
