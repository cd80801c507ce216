package zvrd.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.PairedDifference;

/** What each module changed: the measures of every rung, and how they differ from the rung before, moment by moment. */
final class AblationReport {
    private static final List<String> SHOWN =
            List.of("psnr", "ssim", "we", "we_blurred", "flicker", "detail", "fs", "ofme");
    private static final List<String> CHANGES = List.of("psnr", "we", "flicker", "detail");
    private static final List<String> PAPER = List.of("psnr", "we", "fs", "ofme");
    private static final String SETTING =
            "the paper: GDP, super-resolution x4, ImageNet prior of 256², its clips and its flow network; here: what the"
                    + " command says, this prior, this clip";
    private static final String INTERVALS =
            "95 of 100 circular block bootstraps over moments; a * where the interval leaves out 0";

    private final String flow;
    private final List<String> outputs;
    private final List<ClipMeasures> measures;

    /**
     * Of all rungs, in their order.
     *
     * @param flow the estimator that measured how the reference moves
     * @param measures of each rung's clip
     */
    AblationReport(String flow, List<String> outputs, List<ClipMeasures> measures) {
        this.flow = flow;
        this.outputs = List.copyOf(outputs);
        this.measures = List.copyOf(measures);
    }

    /** For people. */
    List<String> table() {
        var lines = new ArrayList<String>();
        List<String> shown = SHOWN.stream().filter(this::isMeasured).toList();
        lines.addAll(block("module added", shown, rung -> mean(rung, shown)));
        lines.add("");
        lines.addAll(block("change over the row above", CHANGES, this::changes));
        lines.add("(" + INTERVALS + ")");
        lines.add("");
        lines.addAll(block("the paper's Table 5", PAPER, rung -> paper(rung.paper())));
        lines.add("(" + SETTING + ")");
        return lines;
    }

    /** The report as the objects of its JSON. */
    Map<String, Object> asMap() {
        var rungs = new ArrayList<Map<String, Object>>();
        for (Rung rung : Rung.values()) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("added", rung.label());
            entry.put("temporal", rung.modules());
            entry.put("clip", outputs.get(rung.ordinal()));
            entry.put("measures", means(rung));
            entry.put("change", differences(rung));
            entry.put("paper", rung.paper().asMap());
            rungs.add(entry);
        }
        var map = new LinkedHashMap<String, Object>();
        map.put("rungs", rungs);
        map.put("intervals", INTERVALS);
        map.put("setting", SETTING);
        map.put("flow", flow + ", of the reference");
        return map;
    }

    private static List<String> block(String title, List<String> names, Function<Rung, List<String>> cells) {
        var lines = new ArrayList<String>();
        int width = names.equals(CHANGES) ? 26 : 9;
        lines.add(row(title, names, width));
        for (Rung rung : Rung.values()) {
            lines.add(row(rung.label(), cells.apply(rung), width).stripTrailing());
        }
        return lines;
    }

    private static String row(String label, List<String> cells, int width) {
        var row = new StringBuilder(String.format("%-26s", label));
        cells.forEach(cell -> row.append(String.format("%" + width + "s", cell)));
        return row.toString();
    }

    private List<String> mean(Rung rung, List<String> names) {
        return names.stream().map(name -> told(name, mean(rung, name))).toList();
    }

    private List<String> changes(Rung rung) {
        if (rung.ordinal() == 0) {
            return List.of();
        }
        return CHANGES.stream()
                .map(name -> {
                    PairedDifference of = difference(rung, name);
                    return String.format(
                            Locale.ROOT,
                            "%+.3f [%+.3f, %+.3f]%s",
                            of.mean(),
                            of.low(),
                            of.high(),
                            of.isClear() ? "*" : " ");
                })
                .toList();
    }

    private static List<String> paper(PaperScore score) {
        return PAPER.stream()
                .map(name -> {
                    Double value = score.asMap().get(name);
                    return value == null ? "-" : told(name, value);
                })
                .toList();
    }

    private static String told(String name, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, name.startsWith("psnr") ? "%.2f" : "%.4f", value);
    }

    private boolean isMeasured(String name) {
        return Arrays.stream(Rung.values()).anyMatch(rung -> Double.isFinite(mean(rung, name)));
    }

    private Map<String, @Nullable Double> means(Rung rung) {
        var means = new LinkedHashMap<String, @Nullable Double>();
        for (String name : measures.get(rung.ordinal()).means().keySet()) {
            double mean = mean(rung, name);
            means.put(name, Double.isFinite(mean) ? mean : null);
        }
        return means;
    }

    private Map<String, PairedDifference> differences(Rung rung) {
        var differences = new LinkedHashMap<String, PairedDifference>();
        for (String name : measures.get(rung.ordinal()).series().keySet()) {
            PairedDifference of = rung.ordinal() == 0 ? null : difference(rung, name);
            if (of != null && of.moments() > 0) {
                differences.put(name, of);
            }
        }
        return differences;
    }

    private PairedDifference difference(Rung rung, String name) {
        return PairedDifference.of(values(rung.ordinal() - 1, name), values(rung.ordinal(), name));
    }

    private double mean(Rung rung, String name) {
        return EvaluationReport.unit(name)
                * measures.get(rung.ordinal()).means().getOrDefault(name, Double.NaN);
    }

    /** In the unit of reports. */
    private double[] values(int rung, String name) {
        double unit = EvaluationReport.unit(name);
        return Arrays.stream(measures.get(rung).series().getOrDefault(name, new double[0]))
                .map(value -> unit * value)
                .toArray();
    }
}
