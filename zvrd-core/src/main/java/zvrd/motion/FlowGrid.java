package zvrd.motion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** Motion on a coarser grid, such as that of feature maps: one value for each patch of factor × factor pixels. */
public final class FlowGrid {
    private FlowGrid() {}

    /** The mean flow of each patch, in patches: [N, 2, H, W] to [N, 2, H / factor, W / factor]. */
    public static Tensor flow(Tensor flow, int factor) {
        requireMultiple(flow, factor);
        return TensorScope.compute(() -> torch.avg_pool2d(flow, factor).div(new Scalar((double) factor)));
    }

    /** 1 where at least half of the patch is visible, else 0: [N, 1, H, W] to [N, 1, H / factor, W / factor]. */
    public static Tensor visible(Tensor visible, int factor) {
        requireMultiple(visible, factor);
        return TensorScope.compute(
                () -> torch.avg_pool2d(visible, factor).ge(new Scalar(0.5)).to(visible.scalar_type()));
    }

    /** The whole motion on the coarser grid. */
    public static Motion of(Motion motion, int factor) {
        FlowPairs pairs = motion.flow();
        return new Motion(
                new FlowPairs(flow(pairs.backward(), factor), flow(pairs.forward(), factor)),
                visible(motion.seenBefore(), factor),
                visible(motion.seenAfter(), factor));
    }

    private static void requireMultiple(Tensor map, int factor) {
        if (factor < 1 || map.size(2) % factor != 0 || map.size(3) % factor != 0) {
            throw new IllegalArgumentException("patches of " + factor + " pixels do not tile a map of " + map.size(3)
                    + "x" + map.size(2) + " pixels");
        }
    }
}
