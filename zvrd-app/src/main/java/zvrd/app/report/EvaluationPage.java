package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.media.ReadOptions;
import zvrd.media.SourceHash;
import zvrd.motion.OpticalFlow;

/**
 * A page of what {@code zvrd evaluate} measured, with the clips to look at, and its figures as files beside it.
 *
 * @param reference the clean clip, if there is one
 * @param degraded what the others were restored from, if that is known
 * @param part of these two that was restored
 * @param restored what was measured
 * @param flow how clips move is asked of it; the caller closes it
 */
public record EvaluationPage(
        @Nullable String reference,
        @Nullable String degraded,
        ReadOptions part,
        List<String> restored,
        OpticalFlow flow) {
    /**
     * Reads the clips once more and writes page and figures into {@code folder}.
     *
     * @param measures the report of {@code zvrd evaluate --json}
     * @param series every measure at every moment of each restored clip, in its own unit
     * @param cuts moments that begin another shot
     * @return what a reader must know about what is shown, also told in the page
     * @throws zvrd.UserError with exit code 3 if a clip cannot be read, 6 if a file cannot be written
     */
    public List<String> write(
            ReportFolder folder,
            Map<String, Object> measures,
            List<Map<String, double[]>> series,
            List<Integer> cuts,
            PageProgress progress)
            throws InterruptedException {
        var tools = new PageReading.Tools(flow, (before, now) -> cuts.contains(now.index()), progress);
        PageReading read = PageReading.of(shown(), reference != null, tools, frames -> {});
        List<Curve> curves = Curves.measured(series, places());
        List<Curve> ofRestored = Curves.from(places().restored(), curves);
        List<Curve> telling = Curves.telling(ofRestored);
        List<WorstMoment> moments = Curves.worst(ofRestored);
        Set<Integer> bad = moments.stream().map(WorstMoment::frame).collect(Collectors.toSet());
        List<ChosenFrames.Word> words =
                ChosenFrames.of(telling, read.frames().shown(), bad).words(Curves.judge(ofRestored));
        JsonNode told = JsonMapper.shared().valueToTree(measures);
        var table = new MeasureTable(told);
        PageData data = read.data(reference != null, title(), flow);
        data.put("remarks", remarks(told, read));
        data.curves(curves, moments);
        data.put("table", table.forPage());
        data.put("conventions", conventions(told.path("conventions")));
        data.put("sheet", new Sheet(title(words), ChosenFrames.rule(telling), words));
        data.put("files", new PageFigures(folder, read).write(curves, data, words, table.latex()));
        folder.write(Page.html(title(), data.map()));
        return read.remarks();
    }

    /** What was warned of while measuring, and what a reader must know of what is shown. */
    private static List<String> remarks(JsonNode told, PageReading read) {
        var remarks = new ArrayList<String>();
        told.path("warnings").forEach(warning -> remarks.add("Warning: " + warning.asString()));
        remarks.addAll(read.remarks());
        return remarks;
    }

    private List<ShownClip> shown() {
        var shown = new ArrayList<ShownClip>();
        for (String source : new String[] {reference, degraded}) {
            if (source != null) {
                shown.add(new ShownClip(source, part));
            }
        }
        restored.forEach(clip -> shown.add(ShownClip.whole(clip)));
        return shown;
    }

    private Curves.Places places() {
        int first = reference == null ? 0 : 1;
        return new Curves.Places(first - 1, degraded == null ? -1 : first, degraded == null ? first : first + 1);
    }

    private String title() {
        List<ShownClip> whole = restored.stream().map(ShownClip::whole).toList();
        return String.join(" · ", whole.stream().map(clip -> clip.label(whole)).toList());
    }

    private Map<String, Object> conventions(JsonNode told) {
        var all = new LinkedHashMap<String, Object>();
        told.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        for (ShownClip clip : shown()) {
            all.put("SHA-256 of " + clip.name(), SourceHash.of(clip.path()));
        }
        return all;
    }

    private static String title(List<ChosenFrames.Word> words) {
        String title =
                String.join(", ", words.stream().map(ChosenFrames.Word::word).toList());
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    /** Frames that a page shows together, and how they were chosen. */
    record Sheet(String title, String rule, List<ChosenFrames.Word> frames) {}
}
