package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import zvrd.media.VideoInfo;

/** What the script of a page reads, in its words. */
final class PageData {
    private final Map<String, Object> map = new LinkedHashMap<>();
    private final PageFrames frames;
    private final Set<Integer> windows = new TreeSet<>();

    /**
     * The clips and their pictures.
     *
     * @param infos what the clips are, in their order
     * @param reference whether the first of them is one
     */
    PageData(List<ShownClip> clips, List<VideoInfo> infos, PagePlan plan, PageFrames frames, boolean reference) {
        this.frames = frames;
        map.put("width", plan.width());
        map.put("height", plan.height());
        map.put("frames", frames.count());
        map.put("shown", frames.shown());
        map.put("fps", infos.get(0).frameRate().toDouble());
        map.put("shots", frames.shots());
        map.put("madeBy", madeBy());
        map.put("heat", HeatMap.CONVENTION);
        map.put("heatColours", HeatMap.legend());
        var entries = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < clips.size(); i++) {
            entries.add(clip(clips, i, infos.get(i), reference && i == 0));
        }
        map.put("clips", entries);
        windows.removeAll(frames.shots());
        map.put("windows", windows);
    }

    /** A curve as the script knows it, drawn for a desk and for a hand. */
    record DrawnCurve(String measure, String title, String svg, String narrow, List<DrawnLine> lines) {}

    /** One clip's values in it, null where there is none. */
    record DrawnLine(int clip, List<@Nullable Double> values) {}

    private static List<@Nullable Double> finite(double[] values) {
        var finite = new ArrayList<@Nullable Double>();
        for (double value : values) {
            finite.add(Double.isFinite(value) ? value : null);
        }
        return finite;
    }

    /** Adds what the page draws as curves, and what is worst in them. */
    void curves(List<Curve> curves, List<WorstMoment> worst) {
        var drawn = new ArrayList<DrawnCurve>();
        for (Curve curve : curves) {
            List<DrawnLine> lines = curve.lines().stream()
                    .map(line -> new DrawnLine(line.clip(), finite(line.values())))
                    .toList();
            drawn.add(new DrawnCurve(
                    curve.measure(),
                    curve.title(),
                    svg(curve, CurveFigure.WIDTH),
                    svg(curve, CurveFigure.NARROW),
                    lines));
        }
        map.put("curves", drawn);
        boolean judged = Curves.judge(curves);
        map.put("worst", worst);
        map.put("worstTitle", judged ? "Worst moments" : "Where most changes along the motion");
        map.put("worstRule", judged ? WorstMoment.RULE : WorstMoment.RULE_OF_OWN);
    }

    /** {@code curve} with the borders of this page's shots and windows. */
    String svg(Curve curve, int width) {
        return CurveFigure.svg(curve, width, frames.shots(), List.copyOf(windows));
    }

    /** Adds a value of the page's own kind. */
    void put(String name, Object value) {
        map.put(name, value);
    }

    /** All of it. */
    Map<String, Object> map() {
        return map;
    }

    private static String madeBy() {
        String version = PageData.class.getPackage().getImplementationVersion();
        return "zvrd " + (version == null ? "(not packed)" : version) + ", Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private Map<String, @Nullable Object> clip(List<ShownClip> clips, int i, VideoInfo info, boolean reference) {
        Origin origin = Origin.of(clips.get(i).path());
        windows.addAll(origin.borders(frames.shots(), frames.count()));
        PageFrames.OfClip gathered = frames.clips().get(i);
        var entry = new LinkedHashMap<String, @Nullable Object>();
        entry.put("label", clips.get(i).label(clips));
        entry.put("name", clips.get(i).name());
        entry.put("size", info.width() + " × " + info.height());
        entry.put("reference", reference);
        entry.put("facts", origin.facts());
        entry.put("pictures", gathered.pictures());
        entry.put("heats", gathered.heats());
        return entry;
    }
}
