package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.FidFeatures;

/** A table of the paper as it came out here, beside what the paper printed. */
public final class ReproductionReport {
    private static final List<String> COLUMNS =
            List.of("psnr", "ssim", "lpips", "fid", "we", "fs", "ofme", "flicker", "detail", "consistency");
    private static final int CELL = 9;
    private static final String POOLED = "fid of the frames of all clips together, all else the mean over clips";

    private final Protocol protocol;
    private final List<String> clips = new ArrayList<>();
    private final Map<String, List<Integer>> cuts = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, List<ClipMeasures>> rows = new LinkedHashMap<>(); // by method, a clip each

    /**
     * What was done.
     *
     * @param table its name
     * @param damage what was done to the clean clips, frames of which size
     * @param others what the paper did otherwise; none where it has no such table
     * @param paper what it printed, by method
     * @param job the options that every row of ours had, by their names
     */
    public record Protocol(
            String table, String damage, List<String> others, Map<String, PaperScore> paper, Map<String, Object> job) {}

    /** Of no clip yet. */
    public ReproductionReport(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Adds a clip.
     *
     * @param methods of the rows, the damaged clip brought to size among them
     * @param measured what each of them made of it
     */
    public void add(String clip, List<String> methods, ClipMeasures.Together measured) {
        clips.add(clip);
        cuts.put(clip, measured.cuts());
        warnings.addAll(measured.warnings());
        for (int n = 0; n < methods.size(); n++) {
            rows.computeIfAbsent(methods.get(n), method -> new ArrayList<>())
                    .add(measured.clips().get(n));
        }
    }

    /** For people. */
    public List<String> table() {
        List<String> columns = columns();
        int wide = Stream.of(rows.keySet(), beside().keySet(), protocol.paper().keySet())
                        .flatMap(java.util.Collection::stream)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0)
                + 1;
        BiFunction<String, List<String>, String> row = (label, cells) -> row(label, wide, cells, columns);
        var lines = new ArrayList<String>();
        lines.add(row.apply(protocol.table(), columns));
        means().forEach((label, values) -> lines.add(row.apply(label, cells(values, columns))));
        if (!protocol.paper().isEmpty()) {
            lines.add("the paper");
            protocol.paper().forEach((method, score) -> lines.add(row.apply(method, cells(score.asMap(), columns))));
        }
        lines.add("(" + setting() + ")");
        return lines;
    }

    /** The same for a page of text. */
    public List<String> markdown() {
        List<String> columns = columns();
        var lines = new ArrayList<String>();
        lines.add(markdown(protocol.table(), columns));
        lines.add("|---|" + "---|".repeat(columns.size()));
        means().forEach((label, values) -> lines.add(markdown(label, cells(values, columns))));
        protocol.paper()
                .forEach((method, score) -> lines.add(markdown("*paper:* " + method, cells(score.asMap(), columns))));
        lines.add("");
        lines.add(setting());
        return lines;
    }

    /** All of it, as the objects of its JSON. */
    public Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("table", protocol.table());
        map.putAll(protocol.job());
        map.put("clips", clips);
        map.put("cuts", cuts);
        map.put("warnings", warnings);
        map.put("setting", setting());
        var methods = new LinkedHashMap<String, Object>();
        rows.forEach((method, ofClips) -> methods.put(
                method,
                entry(mean(method), ofClips.stream().map(ClipMeasures::means).toList())));
        map.put("rows", methods);
        var beside = new LinkedHashMap<String, Object>();
        beside().forEach((label, ofClips) -> beside.put(label, entry(mean(ofClips), ofClips)));
        map.put("beside", beside);
        var paper = new LinkedHashMap<String, Object>();
        protocol.paper().forEach((method, score) -> paper.put(method, score.asMap()));
        map.put("paper", paper);
        return map;
    }

    private static Map<String, Object> entry(Map<String, @Nullable Double> mean, List<Map<String, Double>> ofClips) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("mean", mean);
        entry.put("clips", ofClips.stream().map(ReproductionReport::measured).toList());
        return entry;
    }

    private static Map<String, Double> measured(Map<String, Double> means) {
        var measured = new LinkedHashMap<String, Double>(means);
        measured.values().removeIf(value -> !Double.isFinite(value));
        return measured;
    }

    private String setting() {
        String here = clips.size() + (clips.size() == 1 ? " clip" : " clips") + " of " + protocol.damage() + ", "
                + String.join(
                        ", ",
                        protocol.job().entrySet().stream()
                                .map(said -> said.getKey() + " " + said.getValue())
                                .toList())
                + (columns().contains("fid") ? "; " + POOLED : "");
        return protocol.paper().isEmpty()
                ? here + "; the paper's rows of this table are not known to us"
                : here + "; the paper's rows are of " + String.join(", ", protocol.others())
                        + ": only with all of that is this a reproduction";
    }

    /** What the warping errors are to be read beside, a clip each: what a row of any method was measured beside. */
    private Map<String, List<Map<String, Double>>> beside() {
        var beside = new LinkedHashMap<String, List<Map<String, Double>>>();
        List<ClipMeasures> any = rows.values().stream().findFirst().orElse(List.of());
        for (Yardstick yardstick : List.of(Yardstick.CLEAN, Yardstick.BLURRED)) { // the damaged clips have rows
            beside.put(yardstick.several(), any.stream().map(yardstick::of).toList());
        }
        return beside;
    }

    /** The rows that were measured here, and those beside them. */
    private Map<String, Map<String, @Nullable Double>> means() {
        var means = new LinkedHashMap<String, Map<String, @Nullable Double>>();
        rows.keySet().forEach(method -> means.put(method, mean(method)));
        beside().forEach((label, ofClips) -> means.put(label, mean(ofClips)));
        return means;
    }

    private Map<String, @Nullable Double> mean(String method) {
        List<ClipMeasures> ofClips = rows.getOrDefault(method, List.of());
        Map<String, @Nullable Double> mean =
                mean(ofClips.stream().map(ClipMeasures::means).toList());
        double fid =
                FidFeatures.pooled(ofClips.stream().map(ClipMeasures::features).toList());
        mean.put("fid", Double.isFinite(fid) ? fid : null);
        return mean;
    }

    /** Over clips; null where one has no value. */
    private static Map<String, @Nullable Double> mean(List<Map<String, Double>> ofClips) {
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

    /** Those that a row has a value in. */
    private List<String> columns() {
        List<Map<String, @Nullable Double>> all = new ArrayList<>(means().values());
        protocol.paper().values().forEach(score -> all.add(score.asMap()));
        return COLUMNS.stream()
                .filter(column -> all.stream().anyMatch(row -> row.get(column) != null))
                .toList();
    }

    private static List<String> cells(Map<String, @Nullable Double> values, List<String> columns) {
        return columns.stream()
                .map(column -> {
                    Double value = values.get(column);
                    return value == null
                            ? "-"
                            : Figures.fixed(value, column.equals("psnr") || column.equals("fid") ? 2 : 4);
                })
                .toList();
    }

    private static String row(String label, int wide, List<String> cells, List<String> columns) {
        var row = new StringBuilder(String.format("%-" + wide + "s", label));
        for (int n = 0; n < cells.size(); n++) {
            int cell = Math.max(CELL, columns.get(n).length() + 1);
            row.append(String.format("%" + cell + "s", cells.get(n)));
        }
        return row.toString();
    }

    private static String markdown(String label, List<String> cells) {
        return "| " + label.replace("|", "\\|") + " | " + String.join(" | ", cells) + " |";
    }
}
