package zvrd.motion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** Where a flow can be trusted: the tests of Lai et al. (arXiv:1808.00449), after Ruder et al. (arXiv:1604.08610). */
public final class OcclusionMask {
    private static final double CONSISTENCY_SLOPE = 0.01;
    private static final double CONSISTENCY_OFFSET = 0.5;
    private static final double BOUNDARY_SLOPE = 0.01;
    private static final double BOUNDARY_OFFSET = 0.002;

    private OcclusionMask() {}

    /**
     * 1 where a pixel is visible in the frame that {@code flow} points into, else 0. With w = warp(b, f), it is occluded where
     *
     * <ul>
     *   <li>there and back again misses: |w + f|² &gt; 0.01 (|w|² + |f|²) + 0.5, or
     *   <li>the flow jumps, where {@code motionBoundaries} asks for it: |∂x f|² + |∂y f|² &gt; 0.01 |f|² + 0.002, by forward
     *       differences, which end as zero in the last column and row.
     * </ul>
     *
     * @param flow f in pixels, [N, 2, H, W]
     * @param back b, the flow from there to here, [N, 2, H, W]
     * @return [N, 1, H, W]
     */
    public static Tensor visible(Tensor flow, Tensor back, boolean motionBoundaries) {
        return TensorScope.compute(() -> {
            Tensor visible = returns(flow, back);
            if (motionBoundaries) {
                visible = visible.logical_and(isSmooth(flow));
            }
            return visible.to(flow.scalar_type());
        });
    }

    private static Tensor returns(Tensor flow, Tensor back) {
        Tensor w = FlowWarp.warp(back, flow);
        Tensor miss = squaredNorm(w.add(flow));
        return miss.le(line(squaredNorm(w).add(squaredNorm(flow)), CONSISTENCY_SLOPE, CONSISTENCY_OFFSET));
    }

    private static Tensor isSmooth(Tensor flow) {
        Tensor jump = squaredNorm(difference(flow, 3)).add(squaredNorm(difference(flow, 2)));
        return jump.le(line(squaredNorm(flow), BOUNDARY_SLOPE, BOUNDARY_OFFSET));
    }

    private static Tensor difference(Tensor flow, int axis) {
        long steps = flow.size(axis) - 1;
        Tensor steep = flow.narrow(axis, 1, steps).sub(flow.narrow(axis, 0, steps));
        return axis == 3 ? torch.constant_pad_nd(steep, 0, 1) : torch.constant_pad_nd(steep, 0, 0, 0, 1);
    }

    private static Tensor line(Tensor x, double slope, double offset) {
        return x.mul(new Scalar(slope)).add(new Scalar(offset));
    }

    private static Tensor squaredNorm(Tensor vectors) { // [N, 2, H, W] -> [N, 1, H, W]
        return vectors.square().sum(new long[] {1}, true, new ScalarTypeOptional());
    }
}
