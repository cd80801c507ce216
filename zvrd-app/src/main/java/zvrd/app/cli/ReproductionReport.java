package zvrd.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of the paper as it came out here, beside what the paper printed. */
final class ReproductionReport {
    private static final List<String> COLUMNS =
            List.of("psnr", "ssim", "lpips", "fid", "we", "fs", "ofme", "flicker", "detail");

    private final PaperTable table;
    private final String model;
    private final String preset;
    private final List<String> clips = new ArrayList<>();
    private final Map<String, List<Map<String, Double>>> rows = new LinkedHashMap<>(); // by method, a clip each

    ReproductionReport(PaperTable table, String model, String preset) {
        this.table = table;
        this.model = model;
        this.preset = preset;
    }

    /**
     * Adds a clip.
     *
     * @param methods of the rows
     * @param measures of each of them
     */
    void add(String clip, List<String> methods, List<ClipMeasures> measures) {
        clips.add(clip);
        for (int n = 0; n < methods.size(); n++) {
            rows.computeIfAbsent(methods.get(n), method -> new ArrayList<>()).add(means(measures.get(n)));
        }
    }

    /** For people. */
    List<String> table() {
        var lines = new ArrayList<String>();
        lines.add(row(table + ", " + preset + ", " + model, COLUMNS));
        rows.keySet().forEach(method -> lines.add(row(method, cells(mean(method)))));
        if (!table.paper().isEmpty()) {
            lines.add("the paper");
            table.paper().forEach((method, score) -> lines.add(row(method, cells(score.asMap()))));
        }
        lines.add("(" + setting() + ")");
        return lines;
    }

    /** The same for a page of text. */
    List<String> markdown() {
        var lines = new ArrayList<String>();
        lines.add("| " + table + " | " + String.join(" | ", COLUMNS) + " |");
        lines.add("|---|" + "---|".repeat(COLUMNS.size()));
        rows.keySet()
                .forEach(method -> lines.add("| " + method + " | " + String.join(" | ", cells(mean(method))) + " |"));
        table.paper()
                .forEach((method, score) ->
                        lines.add("| *paper:* " + method + " | " + String.join(" | ", cells(score.asMap())) + " |"));
        lines.add("");
        lines.add(setting());
        return lines;
    }

    /** All of it, as the objects of its JSON. */
    Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("table", table.toString());
        map.put("model", model);
        map.put("preset", preset);
        map.put("clips", clips);
        map.put("setting", setting());
        var methods = new LinkedHashMap<String, Object>();
        rows.forEach((method, ofClips) -> {
            var row = new LinkedHashMap<String, Object>();
            row.put("mean", mean(method));
            row.put("clips", ofClips);
            methods.put(method, row);
        });
        map.put("rows", methods);
        var paper = new LinkedHashMap<String, Object>();
        table.paper().forEach((method, score) -> paper.put(method, score.asMap()));
        map.put("paper", paper);
        return map;
    }

    private String setting() {
        return clips.size() + (clips.size() == 1 ? " clip" : " clips") + " of " + PaperFrames.SIDE + "², "
                + table.damage()
                + ", prior " + model
                + (table.paper().isEmpty()
                        ? "; the paper's rows of this table are not known to us"
                        : "; the paper's rows are of its own clips, the ImageNet prior of 256² and RAFT or FlowNet2: only"
                                + " with that prior and those clips is this a reproduction");
    }

    /** Of a clip, in the unit of reports; NaN is left out. */
    private static Map<String, Double> means(ClipMeasures measures) {
        var means = new LinkedHashMap<String, Double>();
        measures.means().forEach((name, mean) -> {
            if (Double.isFinite(mean)) {
                means.put(name, EvaluationReport.unit(name) * mean);
            }
        });
        return means;
    }

    /** Over clips; null where one has no value. */
    private Map<String, @Nullable Double> mean(String method) {
        List<Map<String, Double>> ofClips = rows.getOrDefault(method, List.of());
        var mean = new LinkedHashMap<String, @Nullable Double>();
        for (String column : COLUMNS) {
            double average = ofClips.stream()
                    .mapToDouble(clip -> clip.getOrDefault(column, Double.NaN))
                    .average()
                    .orElse(Double.NaN);
            mean.put(column, Double.isFinite(average) ? average : null);
        }
        return mean;
    }

    private static List<String> cells(Map<String, @Nullable Double> values) {
        return COLUMNS.stream()
                .map(column -> {
                    Double value = values.get(column);
                    String format = column.equals("psnr") || column.equals("fid") ? "%.2f" : "%.4f";
                    return value == null ? "-" : String.format(Locale.ROOT, format, value);
                })
                .toList();
    }

    private static String row(String label, List<String> cells) {
        var row = new StringBuilder(String.format("%-26s", label));
        cells.forEach(cell -> row.append(String.format("%8s", cell)));
        return row.toString();
    }
}
