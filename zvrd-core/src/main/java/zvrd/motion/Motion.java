package zvrd.motion;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * How the frames of a window move, and where that can be trusted.
 *
 * @param flow both ways between neighbours
 * @param seenBefore on the grid of frame p + 1: 1 where its pixel is visible in frame p too, else 0; [N-1, 1, H, W]
 * @param seenAfter on the grid of frame p: 1 where its pixel is visible in frame p + 1 too, else 0; [N-1, 1, H, W]
 */
public record Motion(FlowPairs flow, Tensor seenBefore, Tensor seenAfter) {
    /**
     * The motion that {@code estimator} sees; a pixel is visible where there and back again returns to it (the first test of
     * {@link OcclusionMask}) and its flow stays in the frame.
     *
     * @param frames [N, 3, H, W] on [-1, 1], N at least 2
     */
    public static Motion of(Tensor frames, OpticalFlow estimator) {
        FlowPairs flow = estimator.between(frames);
        return new Motion(flow, seen(flow.backward(), flow.forward()), seen(flow.forward(), flow.backward()));
    }

    private static Tensor seen(Tensor flow, Tensor back) {
        return TensorScope.compute(
                () -> OcclusionMask.visible(flow, back, false).mul(FlowWarp.inside(flow)));
    }
}
