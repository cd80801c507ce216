package zvrd.metrics;

import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.motion.FlowWarp;
import zvrd.tensor.TensorScope;

/**
 * The warping error of Lai et al. (arXiv:1808.00449): how much pixels change on their way from a frame to the next, along the
 * reference's flow. It rewards blur, of which less can change; what a clip itself changes is its reference's own error.
 */
public final class WarpingError implements PairMetric {
    /** Of the restored clip. */
    public static final WarpingError RESTORED = new WarpingError("we", "restored", (restored, reference) -> restored);

    /** Of the reference: what a perfect restoration would have. */
    public static final WarpingError REFERENCE =
            new WarpingError("we_reference", "reference", (restored, reference) -> reference);

    private final String name;
    private final String clip;
    private final BinaryOperator<Tensor> choice;

    private WarpingError(String name, String clip, BinaryOperator<Tensor> choice) {
        this.name = name;
        this.clip = clip;
        this.choice = choice;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String convention() {
        return "mean squared difference on [0, 1] between a " + clip
                + " frame and the next one warped onto it, over the visible pixels of three channels, times 100";
    }

    @Override
    public double of(Tensor restored, Tensor reference, ReferenceMotion motion) {
        Levels.requireSameShape(restored, reference);
        try (var scope = new TensorScope()) {
            Tensor frames = unit(choice.apply(restored, reference));
            return between(frames.narrow(0, 0, 1), frames.narrow(0, 1, 1), motion);
        }
    }

    /**
     * Σ M |W(V_t, F) - V_{t-1}|² / Σ M over pixels and channels; with no pixel visible, 0.
     *
     * @param earlier V_{t-1}, [1, C, H, W]: images on [0, 1] or what else moves with the frames
     * @param later V_t, the same
     * @param motion F and M, from the earlier to the later
     */
    public static double between(Tensor earlier, Tensor later, ReferenceMotion motion) {
        try (var scope = new TensorScope()) {
            Tensor change = FlowWarp.warp(later, motion.flow()).sub(earlier);
            Tensor visible = motion.visible().to(change.scalar_type());
            double seen = visible.sum().item_double() * change.size(1);
            return seen == 0 ? 0 : change.square().mul(visible).sum().item_double() / seen;
        }
    }

    /** Frames in [-1, 1], rounded to 8 bit, on [0, 1]. */
    static Tensor unit(Tensor frames) {
        return TensorScope.compute(() -> Levels.of(frames).div(new Scalar(Levels.PEAK)));
    }
}
