package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;

/** A number that says how a restored frame stands to its reference. */
public interface FrameMetric extends Measure {
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
