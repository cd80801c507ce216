package zvrd.app.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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
        List<Curve> telling = Curves.telling(curves);
        ChosenFrames chosen = ChosenFrames.of(telling, read.frames().shown());
        JsonNode told = JsonMapper.shared().valueToTree(measures);
        var table = new MeasureTable(told);
        PageData data = read.data(reference != null, title(), flow);
        data.curves(curves, Curves.worst(curves));
        data.put("table", table.forPage());
        data.put("conventions", conventions(told.path("conventions")));
        data.put("sheet", sheet(chosen, ChosenFrames.rule(telling)));
        data.put("files", files(folder, read, curves, data, chosen, table.latex()));
        folder.write(Page.html(title(), data.map()));
        return read.remarks();
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

    /** Frames that a page shows together, and how they were chosen. */
    record Sheet(String rule, List<Word> frames) {}

    /** What a frame was chosen as. */
    record Word(String word, int frame) {}

    private static Sheet sheet(ChosenFrames chosen, String rule) {
        return new Sheet(
                rule,
                List.of(
                        new Word("worst", chosen.worst()),
                        new Word("median", chosen.median()),
                        new Word("best", chosen.best())));
    }

    /** Writes the figures; their names and what they show. */
    private static Map<String, String> files(
            ReportFolder folder,
            PageReading read,
            List<Curve> curves,
            PageData data,
            ChosenFrames chosen,
            String latex) {
        var files = new LinkedHashMap<String, String>();
        folder.removeFigures();
        folder.write("table.tex", latex);
        files.put("table.tex", "the measures for LaTeX, with booktabs");
        for (Curve curve : curves) {
            String name = "curve-" + curve.measure() + ".svg";
            folder.write(name, data.svg(curve));
            files.put(name, curve.title() + ", by frame");
        }
        String rows = "rows: the page's clips in their order";
        List<PageFrames.OfClip> clips = read.frames().clips();
        int[] at =
                chosen.all().stream().mapToInt(read.frames().shown()::indexOf).toArray();
        folder.write(
                "sheet.png",
                Sheets.grid(clips.stream()
                        .map(clip -> IntStream.of(at)
                                .mapToObj(place -> Pictures.read(clip.pictures().get(place)))
                                .toList())
                        .toList()));
        files.put("sheet.png", "frames " + chosen.all() + ": worst, median, best; " + rows);
        int y = read.plan().height() / 2;
        folder.write(
                "slices.png",
                Sheets.grid(clips.stream()
                        .map(clip -> List.of(Sheets.slice(clip.pictures(), y)))
                        .toList()));
        files.put("slices.png", "x–t slices through row " + y + "; " + rows);
        List<BufferedImage> heats = clips.stream()
                .map(clip -> clip.heats().get(at[0]))
                .filter(Objects::nonNull)
                .map(Pictures::read)
                .toList();
        if (!heats.isEmpty()) {
            folder.write("heat.png", Sheets.grid(List.of(heats)));
            files.put(
                    "heat.png", "warping errors of frame " + chosen.worst() + ", the worst; columns: the page's clips");
        }
        return files;
    }
}
