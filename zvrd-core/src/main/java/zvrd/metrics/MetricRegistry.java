package zvrd.metrics;

import java.util.List;

/** Every measure of a single frame, in the order of reports. */
public final class MetricRegistry {
    private MetricRegistry() {}

    /** All of them. */
    public static List<FrameMetric> all() {
        return List.of(Psnr.RGB, Psnr.LUMA, Ssim.GREY, Ssim.LUMA, new Detail());
    }
}
