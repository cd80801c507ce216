package zvrd.app.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measures of clips as the rows of a table, and below them rows of what those are to be read beside, which is the same
 * for all of them: {@code we_reference} becomes the reference's {@code we}.
 *
 * @param columns that have values, in the order of reports
 * @param clips values of each clip by column, by its label; null where there is none
 * @param beside the same of what was not restored: the reference, the degraded clip, the reference blurred
 */
record MeasureRows(
        List<String> columns,
        Map<String, Map<String, @Nullable Double>> clips,
        Map<String, Map<String, @Nullable Double>> beside) {
    private static final Map<String, String> LABELS = labels();
    static final String VISIBLE = "visible"; // says how far warping errors look: a remark to them

    /** The rows of {@code values} by the names of {@link EvaluationReport#FIELDS}, of clips by what the user calls them. */
    static MeasureRows of(Map<String, Map<String, @Nullable Double>> values) {
        List<String> columns = EvaluationReport.FIELDS.stream()
                .filter(field -> values.values().stream().anyMatch(ofClip -> ofClip.get(field) != null))
                .filter(field -> LABELS.keySet().stream().noneMatch(field::endsWith) && !field.equals(VISIBLE))
                .toList();
        List<ShownClip> all = values.keySet().stream().map(ShownClip::whole).toList();
        var clips = new LinkedHashMap<String, Map<String, @Nullable Double>>();
        all.forEach(clip -> clips.put(clip.label(all), values.getOrDefault(clip.name(), Map.of())));
        var beside = new LinkedHashMap<String, Map<String, @Nullable Double>>();
        LABELS.forEach((ending, label) -> {
            var row = besides(values.values(), ending);
            if (!row.isEmpty()) {
                beside.put(label, row);
            }
        });
        return new MeasureRows(columns, clips, beside);
    }

    /** What the first clip that has it says; all say the same. */
    private static Map<String, @Nullable Double> besides(
            Collection<Map<String, @Nullable Double>> clips, String ending) {
        var row = new LinkedHashMap<String, @Nullable Double>();
        clips.forEach(clip -> clip.forEach((field, value) -> {
            if (field.endsWith(ending) && value != null) {
                row.putIfAbsent(field.substring(0, field.length() - ending.length()), value);
            }
        }));
        return row;
    }

    /** Clips, and below them what they are to be read beside. */
    Map<String, Map<String, @Nullable Double>> all() {
        var all = new LinkedHashMap<>(clips);
        all.putAll(beside);
        return all;
    }

    private static Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put("_reference", "(the reference)");
        labels.put("_degraded", "(the degraded clip)");
        labels.put("_blurred", "(the reference, blurred)");
        return labels;
    }
}
