package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;

/** A number that says how a restored frame stands to its reference. */
public interface FrameMetric {
    /** The name in reports, such as {@code psnr_y}. */
    String name();

    /** What exactly the number is, in one line for reports. */
    String convention();

    /**
     * The value for one frame.
     *
     * @param restored [1, 3, H, W] in [-1, 1]; values outside are clamped
     * @param reference the same of the true frame
     */
    double of(Tensor restored, Tensor reference);

    /** The most that one frame counts in the mean of a clip. */
    default double ceiling() {
        return Double.POSITIVE_INFINITY;
    }
}
