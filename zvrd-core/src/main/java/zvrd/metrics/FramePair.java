package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.motion.OpticalFlow;

/**
 * Two neighbouring frames of a clip, and how it moves between them.
 *
 * @param frames [2, 3, H, W] in [-1, 1], the earlier first; values outside are clamped
 * @param motion from the earlier to the later as the clip itself shows it
 */
public record FramePair(Tensor frames, ReferenceMotion motion) {
    /** {@code frames} with the motion that {@code estimator} sees between them. */
    public static FramePair of(Tensor frames, OpticalFlow estimator) {
        return new FramePair(frames, ReferenceMotion.between(frames, estimator));
    }
}
