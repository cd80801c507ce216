package zvrd.metrics;

import java.util.List;

/** Every measure of frames and of their steps, in the order of reports. */
public final class MetricRegistry {
    private MetricRegistry() {}

    /** All that look at a single frame. */
    public static List<FrameMetric> frames() {
        return List.of(Psnr.RGB, Psnr.LUMA, Ssim.GREY, Ssim.LUMA, new Detail());
    }

    /** All that look at two neighbouring frames. */
    public static List<PairMetric> pairs() {
        return List.of(WarpingError.RESTORED, WarpingError.REFERENCE, new Flicker());
    }
}
