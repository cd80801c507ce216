package zvrd.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.Measure;
import zvrd.metrics.MetricRegistry;
import zvrd.metrics.OfDegraded;
import zvrd.metrics.PairedDifference;
import zvrd.metrics.ReferenceMotion;

/** What {@code zvrd evaluate} found: the measures of each clip, their means, and what exactly each number is. */
public final class EvaluationReport {
    /** What a report tells of a clip, in its order; null where it could not be measured. */
    public static final List<String> FIELDS = List.of(
            "psnr",
            "psnr_y",
            "ssim",
            "ssim_y",
            "lpips",
            "fid",
            "we",
            "we_reference",
            "we_degraded",
            "we_blurred",
            "visible",
            "flicker",
            "fs",
            "fs_reference",
            "ofme",
            "consistency",
            "detail",
            "we_own",
            "luma_flicker",
            "luma_flicker_reference",
            "luma_flicker_share",
            "psnr_degraded",
            "psnr_y_degraded",
            "ssim_degraded",
            "ssim_y_degraded",
            "lpips_degraded",
            "flicker_degraded",
            "ofme_degraded",
            "detail_degraded");

    private static final List<String> CHANGES = List.of("psnr", "ssim", "lpips", "we", "flicker", "detail", "we_own");
    private static final List<String> OWN =
            List.of("fs", "consistency", "we_own", "luma_flicker", "luma_flicker_share");

    private final Setting setting;
    private final Map<String, Measure> measures = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Double>> clips = new LinkedHashMap<>();
    private final Map<String, Map<String, double[]>> series = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Map<String, Map<String, PairedDifference>>
            changes; // once for the clips there are: it is drawn by lot

    /**
     * What was there to measure with.
     *
     * @param flow the name of the estimator that measured how clips move
     * @param reference whether there was one
     * @param degraded whether what was restored was there
     * @param measures that were asked
     * @param cuts frames that begin another shot
     * @param origin what else of the measurement is to be told with the numbers, as objects of JSON
     */
    public record Setting(
            String flow,
            boolean reference,
            boolean degraded,
            List<Measure> measures,
            List<Integer> cuts,
            Map<String, Object> origin) {}

    /** Of no clip yet. */
    public EvaluationReport(Setting setting) {
        this.setting = setting;
        setting.measures().forEach(measure -> measures.put(measure.name(), measure));
    }

    /** Adds the clip {@code name}: the {@code means} and the values at every moment, as the measures give them. */
    public void add(String name, Map<String, Double> means, Map<String, double[]> atMoments) {
        var values = new LinkedHashMap<String, @Nullable Double>();
        for (String field : FIELDS) {
            double value = means.getOrDefault(field, Double.NaN) * MetricRegistry.shownTimes(field);
            values.put(field, Double.isFinite(value) ? value : null);
        }
        clips.put(name, values);
        series.put(name, atMoments);
        changes = null;
    }

    /** Adds what is to be told of clips that may not be what they are held for. */
    public void warn(List<String> lines) {
        warnings.addAll(lines);
    }

    /** What was warned of. */
    public List<String> warnings() {
        return warnings;
    }

    /** The measures of each clip by its name, by the names of {@link #FIELDS} and in the units of reports. */
    public Map<String, Map<String, @Nullable Double>> clips() {
        return clips;
    }

    /** The report as the objects of its JSON. */
    public Map<String, Object> asMap() {
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        clips.forEach((name, values) -> {
            var entry = new LinkedHashMap<String, @Nullable Object>();
            entry.put("name", name);
            entry.putAll(values);
            entries.add(entry);
        });
        var map = new LinkedHashMap<String, Object>();
        map.putAll(setting.origin());
        map.put("clips", entries);
        map.put("mean", mean());
        var changes = new LinkedHashMap<String, Object>();
        changes().forEach((clip, ofClip) -> {
            var told = new LinkedHashMap<String, Object>();
            ofClip.forEach((field, of) -> told.put(field, Change.asMap(of)));
            changes.put(clip, told);
        });
        map.put("change_from_the_first", changes);
        map.put("cuts", setting.cuts());
        map.put("warnings", warnings);
        map.put("conventions", conventions());
        return map;
    }

    /** The report for people: the table, below the clips what their numbers are to be read beside, and what they are. */
    public List<String> lines() {
        return EvaluationTable.lines(MeasureRows.of(clips), differences(), conventions());
    }

    /** How the other clips differ from the first one, moment by moment, in a sentence each. */
    private List<String> differences() {
        List<ShownClip> all = clips.keySet().stream().map(ShownClip::whole).toList();
        return changes().entrySet().stream()
                .map(clip -> EvaluationTable.shortened(
                                ShownClip.whole(clip.getKey()).label(all))
                        + " less " + EvaluationTable.shortened(all.get(0).label(all)) + ": "
                        + clip.getValue().entrySet().stream()
                                .map(of -> of.getKey() + " " + Change.told(of.getKey(), of.getValue()))
                                .collect(Collectors.joining("; ")))
                .toList();
    }

    /** The differences of what tells most between each clip but the first and that one, in the units of reports. */
    private Map<String, Map<String, PairedDifference>> changes() {
        Map<String, Map<String, PairedDifference>> known = changes;
        if (known == null) {
            known = compared();
            changes = known;
        }
        return known;
    }

    private Map<String, Map<String, PairedDifference>> compared() {
        var compared = new LinkedHashMap<String, Map<String, PairedDifference>>();
        Map<String, double[]> first = series.values().stream().findFirst().orElse(Map.of());
        series.entrySet().stream().skip(1).forEach(clip -> {
            var ofClip = new LinkedHashMap<String, PairedDifference>();
            for (String field : CHANGES) {
                PairedDifference of = PairedDifference.of(shown(first, field), shown(clip.getValue(), field));
                if (of.moments() > 0) {
                    ofClip.put(field, of);
                }
            }
            compared.put(clip.getKey(), ofClip);
        });
        return compared;
    }

    private static double[] shown(Map<String, double[]> series, String field) {
        double unit = MetricRegistry.shownTimes(field);
        return Arrays.stream(series.getOrDefault(field, new double[0]))
                .map(value -> unit * value)
                .toArray();
    }

    /** Every value at every moment, as lines of comma-separated values; empty where there is none. */
    public List<String> csv() {
        List<String> columns = FIELDS.stream()
                .filter(field -> series.values().stream().anyMatch(values -> values.containsKey(field)))
                .toList();
        double[] units =
                columns.stream().mapToDouble(MetricRegistry::shownTimes).toArray();
        List<String> lines = new ArrayList<>();
        lines.add("clip,frame," + String.join(",", columns));
        series.forEach((name, values) -> {
            int moments =
                    values.values().stream().mapToInt(all -> all.length).max().orElse(0);
            for (int t = 0; t < moments; t++) {
                var line = new StringBuilder(quoted(name) + "," + t);
                for (int n = 0; n < units.length; n++) {
                    double[] ofColumn = values.get(columns.get(n));
                    double value = ofColumn == null ? Double.NaN : ofColumn[t] * units[n];
                    line.append(',').append(Double.isFinite(value) ? Double.toString(value) : "");
                }
                lines.add(line.toString());
            }
        });
        return lines;
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
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
        map.put(
                "frames",
                "rounded to 8 bits; frames count from 0, and a pair's value stands at its later frame; values are means over frames"
                        + " or pairs of neighbours" + cuts());
        measures.values().forEach(measure -> map.put(measure.name(), measure.convention()));
        String whose = setting.reference() ? "of the reference and of each restored clip" : "of each restored clip";
        map.put("flow", setting.flow() + ", " + whose + ", from each frame to the next");
        map.put("mask", ReferenceMotion.MASK + looked());
        Map<String, @Nullable Double> mean = mean();
        var missing = new LinkedHashMap<String, String>();
        FIELDS.stream()
                .filter(field -> mean.get(field) == null && !isBaseline(field))
                .forEach(field -> missing.put(field, whyMissing(field)));
        map.put("missing", List.copyOf(missing.keySet()));
        map.put("missing_because", missing);
        return map;
    }

    private String cuts() {
        return setting.cuts().isEmpty()
                ? ""
                : "; pairs across cuts are left out, before frame "
                        + setting.cuts().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** How much of the picture the mask leaves, the same for all clips. */
    private String looked() {
        return clips.values().stream()
                .map(values -> values.get(MeasureRows.VISIBLE))
                .filter(Objects::nonNull)
                .findFirst()
                .map(share -> String.format(Locale.ROOT, "; %.0f %% of the pixels", 100 * share))
                .orElse("");
    }

    /** Why {@code field} cannot be measured here, whatever the clips show; null where it can. */
    public @Nullable String whyNot(String field) {
        boolean own = OWN.contains(field);
        boolean asked = measures.containsKey(field);
        return asked && (own || setting.reference()) && (setting.degraded() || !isOfDegraded(field))
                ? null
                : whyMissing(field);
    }

    /** Whether it says nothing to a reader that another missing field does not. */
    private static boolean isBaseline(String field) {
        return field.endsWith(OfDegraded.ENDING) && !field.equals("we_degraded");
    }

    private static boolean isOfDegraded(String field) {
        return field.endsWith(OfDegraded.ENDING) || field.equals("consistency");
    }

    private String whyMissing(String field) {
        if (!setting.reference() && !OWN.contains(field)) {
            return "there is no --reference";
        }
        if (!setting.degraded() && isOfDegraded(field)) {
            return "there is no --degraded";
        }
        return switch (field) {
            case "lpips", "lpips_degraded" -> notInstalled(field, "alexnet and lpips-alex");
            case "fid" -> notInstalled(field, "fid-inception");
            case "fs", "fs_reference" -> notInstalled(field, "clip-vit-b-32");
            case "consistency" -> "what damaged a clip is not known: say --task and its options";
            default -> "a clip has too few frames, or too small ones";
        };
    }

    private String notInstalled(String field, String networks) {
        return measures.containsKey(field)
                ? "a clip has too few frames, or too small ones"
                : "not installed: zvrd models pull " + networks;
    }
}
