package zvrd.app.report;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.media.Frame;
import zvrd.metrics.Luma;
import zvrd.metrics.ReferenceMotion;
import zvrd.metrics.WarpingErrorMap;
import zvrd.motion.OpticalFlow;
import zvrd.restore.ShotCuts;
import zvrd.tensor.Images;
import zvrd.tensor.TensorScope;

/** What a page shows of clips, gathered as their frames go by: pictures, heat maps, warping errors and cuts. */
final class PageFrames {
    private final PagePlan plan;
    private final OpticalFlow flow;
    private final ShotCuts cuts;
    private final boolean reference;
    private final List<OfClip> clips = new ArrayList<>();
    private final List<Integer> shots = new ArrayList<>();
    private final List<Integer> shown = new ArrayList<>();
    private List<Frame> before = List.of();
    private int count;

    /** What is gathered of one clip. */
    static final class OfClip {
        private final List<String> pictures = new ArrayList<>();
        private final List<@Nullable String> heats = new ArrayList<>();
        private final List<Double> warping = new ArrayList<>();
        private final List<Double> brightness = new ArrayList<>();

        /** The shown frames as URIs. */
        List<String> pictures() {
            return pictures;
        }

        /** The heat map of each shown frame, null at the first of a shot. */
        List<@Nullable String> heats() {
            return heats;
        }

        /** The warping error times 100 from the frame before to each frame; NaN at the first of a shot, and where it was not asked for. */
        double[] warping() {
            return warping.stream().mapToDouble(Double::doubleValue).toArray();
        }

        /** The mean BT.601 luma of each frame, 16 to 235. */
        double[] brightness() {
            return brightness.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /**
     * Begins with nothing.
     *
     * @param flow of the reference, or of each clip by itself where there is none; the caller closes it
     * @param cuts tells where shots of the first clip begin
     * @param reference whether the first clip is one, whose motion the others are judged by
     */
    PageFrames(PagePlan plan, OpticalFlow flow, ShotCuts cuts, int clips, boolean reference) {
        this.plan = plan;
        this.flow = flow;
        this.cuts = cuts;
        this.reference = reference;
        for (int i = 0; i < clips; i++) {
            this.clips.add(new OfClip());
        }
    }

    /** The next frame of each clip, all of one size. */
    void add(List<Frame> frames) {
        boolean shows = plan.shows(count);
        if (!before.isEmpty() && cuts.between(before.get(0), frames.get(0))) {
            shots.add(count);
            before = List.of(); // nothing moves from one shot to the next
        }
        if (shows) {
            shown.add(count);
            for (int clip = 0; clip < frames.size(); clip++) { // not on threads of ours: see ADR 14
                clips.get(clip).pictures.add(picture(frames.get(clip)));
            }
        }
        measure(frames, shows);
        before = frames;
        count++;
    }

    /** How many frames went by. */
    int count() {
        return count;
    }

    /** Which of them are shown. */
    List<Integer> shown() {
        return shown;
    }

    /** First frames of shots other than the first. */
    List<Integer> shots() {
        return shots;
    }

    /** What was gathered, clip by clip. */
    List<OfClip> clips() {
        return clips;
    }

    private String picture(Frame frame) {
        return Pictures.dataUri(Pictures.of(frame, plan.width(), plan.height()), plan.lossless());
    }

    private void measure(List<Frame> frames, boolean shows) {
        boolean maps = !before.isEmpty() && (shows || !reference);
        try (var scope = new TensorScope();
                var inference = new NoGradGuard()) {
            ReferenceMotion motion = maps && reference ? ReferenceMotion.between(pair(frames, 0), flow) : null;
            for (int clip = 0; clip < clips.size(); clip++) {
                int number = clip;
                TensorScope.run(() -> measure(frames, number, maps, motion, shows));
            }
        }
    }

    private void measure(
            List<Frame> frames, int clip, boolean maps, @Nullable ReferenceMotion ofReference, boolean shows) {
        OfClip gathered = clips.get(clip);
        gathered.brightness.add(Luma.of(image(frames.get(clip))).mean().item_double());
        WarpingErrorMap map = null;
        if (maps) {
            Tensor pair = pair(frames, clip);
            map = WarpingErrorMap.of(pair, ofReference == null ? ReferenceMotion.between(pair, flow) : ofReference);
        }
        gathered.warping.add(map == null ? Double.NaN : 100 * map.mean());
        if (shows) {
            gathered.heats.add(map == null ? null : Pictures.dataUri(HeatMap.of(map), true));
        }
    }

    /** The frame before and this one of a clip, [2, 3, H, W]. */
    private Tensor pair(List<Frame> frames, int clip) {
        return TensorScope.compute(
                () -> torch.cat(new TensorVector(image(before.get(clip)), image(frames.get(clip))), 0));
    }

    private static Tensor image(Frame frame) {
        return Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
    }
}
