package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.motion.FlowWarp;
import zvrd.tensor.TensorScope;

/**
 * The warping error of Lai et al. (arXiv:1808.00449): how much pixels of the restored clip change on their way from a frame
 * to the next, along the reference's flow. It rewards blur, of which less can change; {@link WarpingErrorBeside} has what it
 * is to be read beside.
 */
public final class WarpingError implements PairMetric {
    @Override
    public String name() {
        return "we";
    }

    @Override
    public String convention() {
        return "mean squared difference on [0, 1] between a restored frame and the next one warped onto it by the"
                + " reference's flow, over the visible pixels of three channels, times 100";
    }

    @Override
    public double shownTimes() {
        return 100;
    }

    @Override
    public double of(FramePair restored, FramePair reference) {
        Levels.requireSameShape(restored.frames(), reference.frames());
        return of(restored.frames(), reference.motion());
    }

    /** Of two neighbouring frames [2, 3, H, W] in [-1, 1], rounded to 8 bit, along {@code motion}. */
    static double of(Tensor frames, ReferenceMotion motion) {
        try (var scope = new TensorScope()) {
            Tensor unit = unit(frames);
            return between(unit.narrow(0, 0, 1), unit.narrow(0, 1, 1), motion);
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
