package zvrd.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.FrameMetric;
import zvrd.metrics.MetricRegistry;
import zvrd.metrics.PairMetric;
import zvrd.metrics.ReferenceMotion;

/** What {@code zvrd evaluate} found: the measures of each clip, their means, and what exactly each number is. */
final class EvaluationReport {
    /** What a report tells of a clip, in its order; null where it could not be measured. */
    private static final List<String> FIELDS = List.of(
            "psnr",
            "psnr_y",
            "ssim",
            "ssim_y",
            "lpips",
            "fid",
            "we",
            "we_reference",
            "flicker",
            "fs",
            "ofme",
            "consistency",
            "detail");

    private static final Set<String> PERCENT =
            MetricRegistry.pairs().stream().map(PairMetric::name).collect(Collectors.toSet());

    private final String flow;
    private final Map<String, Map<String, @Nullable Double>> clips = new LinkedHashMap<>();

    /** @param flow the name of the estimator that measured how the reference moves */
    EvaluationReport(String flow) {
        this.flow = flow;
    }

    /** Adds the {@code means} of the clip {@code name}, as the measures give them. */
    void add(String name, Map<String, Double> means) {
        var values = new LinkedHashMap<String, @Nullable Double>();
        for (String field : FIELDS) {
            double value = means.getOrDefault(field, Double.NaN) * unit(field);
            values.put(field, Double.isFinite(value) ? value : null);
        }
        clips.put(name, values);
    }

    /** What a value of {@code field} is multiplied with for reports. */
    static double unit(String field) {
        return PERCENT.contains(field) ? 100 : 1;
    }

    /** The report as the objects of its JSON. */
    Map<String, Object> asMap() {
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        clips.forEach((name, values) -> {
            var entry = new LinkedHashMap<String, @Nullable Object>();
            entry.put("name", name);
            entry.putAll(values);
            entries.add(entry);
        });
        var map = new LinkedHashMap<String, Object>();
        map.put("clips", entries);
        map.put("mean", mean());
        map.put("conventions", conventions());
        return map;
    }

    /** The report for people: a row a clip, and one for their mean where there are several. */
    List<String> table() {
        Map<String, @Nullable Double> mean = mean();
        List<String> measured = FIELDS.stream()
                .filter(field -> clips.values().stream().anyMatch(values -> values.get(field) != null))
                .toList();
        int width = clips.keySet().stream().mapToInt(String::length).max().orElse(0);
        String first = "%-" + Math.max(width, 4) + "s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(first, "clip")
                + measured.stream().map(EvaluationReport::heading).collect(Collectors.joining()));
        clips.forEach((name, values) -> lines.add(String.format(first, name) + row(measured, values)));
        if (clips.size() > 1) {
            lines.add(String.format(first, "mean") + row(measured, mean));
        }
        return lines;
    }

    private static String heading(String field) {
        return String.format("  %" + columnWidth(field) + "s", field);
    }

    private static int columnWidth(String field) {
        return Math.max(6, field.length());
    }

    private static String row(List<String> fields, Map<String, @Nullable Double> values) {
        var row = new StringBuilder();
        for (String field : fields) {
            Double value = values.get(field);
            int decimals = field.startsWith("psnr") ? 2 : 4;
            String told = value == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
            row.append(String.format("  %" + columnWidth(field) + "s", told));
        }
        return row.toString();
    }

    /** Over clips; null where one of them has no value. */
    private Map<String, @Nullable Double> mean() {
        var mean = new LinkedHashMap<String, @Nullable Double>();
        for (String field : FIELDS) {
            double sum = 0;
            for (Map<String, @Nullable Double> values : clips.values()) {
                Double value = values.get(field);
                sum += value == null ? Double.NaN : value;
            }
            mean.put(field, Double.isFinite(sum) ? sum / clips.size() : null);
        }
        return mean;
    }

    private Map<String, Object> conventions() {
        var map = new LinkedHashMap<String, Object>();
        map.put("frames", "rounded to 8 bits; values are means over frames or pairs of neighbours, then over clips");
        for (FrameMetric metric : MetricRegistry.frames()) {
            map.put(metric.name(), metric.convention());
        }
        for (PairMetric metric : MetricRegistry.pairs()) {
            map.put(metric.name(), metric.convention());
        }
        map.put("flow", flow + ", of the reference, from each frame to the next");
        map.put("mask", ReferenceMotion.MASK);
        map.put("missing", List.copyOf(missing()));
        return map;
    }

    private Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        for (String field : FIELDS) {
            if (mean().get(field) == null) {
                missing.add(field);
            }
        }
        return missing;
    }
}
