package zvrd.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zvrd.media.Frame;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.Moment;
import zvrd.motion.OpticalFlow;

/**
 * A page that shows clips beside each other, and measures them by the first where that is a reference.
 *
 * @param clips in the page's order
 * @param reference whether the first is the clean clip; else each is judged by its own motion
 * @param flow how clips move is asked of it; the caller closes it
 * @param threads that work side by side; they change no pixel and no number
 */
public record ComparisonPage(List<ShownClip> clips, boolean reference, OpticalFlow flow, int threads) {
    private static final long UNKNOWN_LENGTH = 1000; // frames, where no container tells

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
        try (SideBySide reader = SideBySide.open(clips)) {
            long length = reader.infos().stream()
                    .flatMapToLong(info -> info.expectedFrames().stream())
                    .min()
                    .orElse(-1);
            PagePlan plan =
                    PagePlan.of(clips.size(), length < 0 ? UNKNOWN_LENGTH : length, reader.width(), reader.height());
            progress.begin(length);
            try (var frames = new PageFrames(plan, flow, clips.size(), reference, threads);
                    var comparison = new ClipComparison(flow, reference ? clips.size() - 1 : 0, threads)) {
                for (List<Frame> now = reader.next(); now != null; now = reader.next()) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    frames.add(now);
                    if (reference) {
                        comparison.add(moment(now));
                    }
                    progress.frame();
                }
                var remarks = new ArrayList<>(reader.remarks());
                remarks.addAll(plan.remarks(reader.width(), reader.height()));
                var data = new PageData(clips, reader.infos(), plan, frames, reference);
                tell(data, frames, reference ? comparison.series() : null, remarks);
                folder.write(Page.html(title(), data.map()));
                return remarks;
            }
        }
    }

    private void tell(
            PageData data, PageFrames frames, @Nullable List<Map<String, double[]>> series, List<String> remarks) {
        List<Curve> curves = series == null ? ownCurves(frames) : Curves.byReference(series, 1);
        data.curves(curves, Curves.worst(curves));
        data.put("title", title());
        data.put("remarks", remarks);
        data.put(
                "motion",
                reference
                        ? "Flow (" + flow.name() + ") and what is visible are the reference's, for every clip."
                        : "Flow (" + flow.name()
                                + ") and what is visible are each clip's own: blur is rewarded by it.");
    }

    private List<Curve> ownCurves(PageFrames frames) {
        return List.of(
                new Curve("we", "warping error × 100, along each clip's own motion", lines(frames, true)),
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
