package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.motion.FlowPairs;
import zvrd.motion.OcclusionMask;
import zvrd.motion.OpticalFlow;

/**
 * How a frame of the reference moves to the next one, along which the frames of restored clips are compared.
 *
 * @param flow on the grid of the earlier frame, where its pixels lie in the later one; [1, 2, H, W] in pixels
 * @param visible 1 where they can be seen there, else 0; [1, 1, H, W]
 */
public record ReferenceMotion(Tensor flow, Tensor visible) {
    /** How {@link #between} decides what is visible, in one line for reports. */
    public static final String MASK = "visible where the flow returns and has no motion boundary (Lai et al.)";

    /**
     * The motion between the frames {@code pair} [2, 3, H, W] in [-1, 1], rounded to 8 bit, with both tests of Lai et al.: a
     * pixel is left out where the flow does not return, or has a motion boundary.
     */
    public static ReferenceMotion between(Tensor pair, OpticalFlow estimator) {
        FlowPairs flow = estimator.between(Levels.rounded(pair).to(ScalarType.Float));
        return new ReferenceMotion(flow.forward(), OcclusionMask.visible(flow.forward(), flow.backward(), true));
    }
}
