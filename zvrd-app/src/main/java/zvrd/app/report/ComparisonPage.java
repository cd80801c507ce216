package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import zvrd.media.Frame;
import zvrd.media.Gaps;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.Measure;
import zvrd.metrics.MetricRegistry;
import zvrd.metrics.Moment;
import zvrd.metrics.ReferenceMotion;
import zvrd.motion.OpticalFlow;
import zvrd.restore.ShotCuts;

/**
 * A page that shows clips beside each other, and measures them by the first where that is a reference.
 *
 * @param clips in the page's order
 * @param reference whether the first is the clean clip; else each is judged by its own motion
 * @param flow how clips move is asked of it; the caller closes it
 * @param threads that work side by side; they change no pixel and no number
 */
public record ComparisonPage(List<ShownClip> clips, boolean reference, OpticalFlow flow, int threads) {
    /** Refuses fewer than two clips. */
    public ComparisonPage {
        clips = List.copyOf(clips);
        if (clips.size() < 2) {
            throw new IllegalArgumentException("a comparison needs two clips, got " + clips.size());
        }
    }

    /**
     * Reads the clips and writes the page into {@code folder}.
     *
     * @return what a reader must know about what is shown, also told in the page
     * @throws zvrd.UserError with exit code 3 if a clip cannot be read, 6 if the page cannot be written
     */
    public List<String> write(ReportFolder folder, PageProgress progress) throws InterruptedException {
        var tools = new PageReading.Tools(flow, ShotCuts.seen(flow), progress);
        try (var comparison = new ClipComparison(flow, clips.size() - 1, threads)) {
            PageReading read = PageReading.of(clips, reference, tools, frames -> {
                if (reference) {
                    comparison.add(moment(frames));
                }
            });
            List<Curve> curves = reference
                    ? Curves.measured(comparison.series(), new Curves.Places(0, -1, 1))
                    : ownCurves(read.frames());
            List<String> remarks = remarks(comparison, read);
            PageData data = read.data(reference, title(), flow);
            data.put("remarks", remarks);
            data.curves(curves, Curves.worst(curves));
            data.put("conventions", conventions(curves));
            folder.write(Page.html(title(), data.map()));
            return remarks;
        }
    }

    /** What a reader must know: clips that seem displaced or lack pictures, and how they are shown. */
    private List<String> remarks(ClipComparison comparison, PageReading read) {
        var remarks = new ArrayList<String>();
        if (reference) {
            List<String> others = clips.stream().skip(1).map(ShownClip::name).toList();
            Displaced.warnings(others, comparison).forEach(line -> remarks.add("Warning: " + line));
        }
        clips.forEach(clip -> Gaps.in(clip.path()).ifPresent(line -> remarks.add("Warning: " + line)));
        remarks.addAll(read.remarks());
        return remarks;
    }

    private static Map<String, String> conventions(List<Curve> curves) {
        var conventions = new LinkedHashMap<String, String>();
        conventions.put(
                "frames",
                "as they are shown: all of the largest clip's size, smaller ones brought to it by Lanczos (3 lobes)");
        for (Measure measure : MetricRegistry.all()) {
            if (curves.stream().anyMatch(curve -> curve.measure().equals(measure.name()))) {
                conventions.put(measure.name(), measure.convention());
            }
        }
        conventions.put("mask", ReferenceMotion.MASK);
        return conventions;
    }

    private static List<Curve> ownCurves(PageFrames frames) {
        return List.of(
                new Curve("we_own", Curves.title("we_own"), lines(frames, true)),
                new Curve("brightness", "mean luma of each frame, 16 to 235", lines(frames, false)));
    }

    private static List<Curve.Line> lines(PageFrames frames, boolean warping) {
        return IntStream.range(0, frames.clips().size())
                .mapToObj(clip -> {
                    PageFrames.OfClip gathered = frames.clips().get(clip);
                    return new Curve.Line(clip, warping ? gathered.warping() : gathered.brightness());
                })
                .toList();
    }

    private String title() {
        Stream<ShownClip> shown = clips.stream().skip(reference ? 1 : 0);
        return String.join(" · ", shown.map(clip -> clip.label(clips)).toList());
    }

    private static Moment moment(List<Frame> frames) {
        Frame first = frames.get(0);
        List<short[]> others = frames.stream().skip(1).map(Frame::rgb).toList();
        return new Moment(first.width(), first.height(), first.rgb(), others);
    }
}
