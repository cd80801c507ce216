package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;

/** A number that says how a restored frame stands to its reference. */
public interface FrameMetric {
    /** The name in reports, such as {@code psnr_y}. */
    String name();

    /**
     * The value for one frame.
     *
     * @param restored [1, 3, H, W] in [-1, 1]; values outside are clamped
     * @param reference the same of the true frame
     */
    double of(Tensor restored, Tensor reference);
}
